// Types of what a script may use beside Gizmo itself.

/** A node, as text in angle brackets: "<ent:John_Kerry>". */
type Node = string;

/** The parameters of the query. */
declare const params: { [name: string]: any };

/** A claim with the properties of its node and of its article. Every property but these may be missing. */
interface Claim {
  id: Node;
  article: Node;
  /** Missing where the text does not say who: "they". */
  subject?: Node;
  relation?: Node;
  object?: Node;
  /** The object where it is no entity: "290,000 people". */
  value?: string;
  /** The relation, where the claim is a fact. */
  fact?: Node;
  polarity?: "affirmed" | "denied";
  modality?: "asserted" | "planned" | "wanted" | "possible" | "conditional";
  saidBy?: Node;
  sentence?: string;
  start?: number;
  end?: number;
  confidence?: number;
  /** The day of the claim, or the day on which its article was published. */
  when?: string;
  headline: string;
  publisher: string;
  published: string;
  url: string;
  [property: string]: any;
}

/** Claims that say the same of the same two. */
interface Fact {
  subject: Node;
  relation?: Node;
  lemma?: string;
  object: Node | string;
  /** Oldest first. */
  claims: Claim[];
  articles: number;
  publishers: number;
  first: string;
  last: string;
  /** The claim of the highest confidence. */
  best: Claim;
}

/** Which claims are wanted; what is missing or null wants any, a list without elements nothing. */
interface ClaimFilter {
  /** Entities in the claim, and in which roles: subject or object where no role is named. */
  about?: Node | Node[] | null;
  role?: Role | Role[] | null;
  /** Entities that are in the claim too. */
  with?: Node | Node[] | null;
  side?: Role | Role[] | null;
  relations?: Node | Node[] | null;
  facts?: boolean;
  notFacts?: boolean;
  /** As kg.status tells it. */
  status?: string | null;
  /** One of about is the subject, or the relation is symmetric. */
  acts?: boolean;
  /** The relation is not symmetric. */
  undergoes?: boolean;
  /** The sentence contains one of these. */
  containing?: string[] | null;
  since?: string | null;
  until?: string | null;
  /** Only claims with a day. */
  dated?: boolean;
  /** At most so many, the latest; 0 is all. */
  limit?: number;
  /** The predicates to read; all where none are named. */
  fields?: Node[] | null;
}
type Role = "subject" | "object" | "saidBy" | "place";

/** Which facts are wanted, and which first: of the most articles, of the earliest first one, of the latest last one. */
interface FactFilter {
  about?: Node | Node[] | null;
  relations?: Node | Node[] | null;
  /** The relations, which are symmetric, count as one: the first. */
  merge?: boolean;
  since?: string | null;
  onePublisher?: boolean;
  order: "articles" | "published" | "latest";
  limit?: number;
}

declare const kg: {
  /** The node with this label or alias; an error where there is none, or more than one. */
  find(text: string): Node;
  /** The nodes to which quads of the predicates lead from some nodes; with into, those that lead there. Each once, sorted. */
  ends(from: Node | Node[], predicates: Node | Node[], into?: boolean): Node[];
  /** The relations themselves and all that the schema puts below them. */
  narrower(relations: Node | Node[]): Node[];
  /** The entities themselves and those that stand for them: Moscow for Russia. */
  acting(entities: Node | Node[]): Node[];
  /** Those who act for the countries, and those who belong to them. */
  actorsOf(countries: Node | Node[]): Node[];
  /** A morphism along every relation of support. */
  supports(): Path;
  /** The claims in which both are, either way round. */
  between(a: Node | Node[], b: Node | Node[]): Path;
  /** The claims in which one of the entities is the subject, the object or, without a role, either. */
  about(entities: Node | Node[], role?: "subject" | "object" | "saidBy" | "place"): Path;
  /** The claims that a path ends in, with their articles, oldest first. */
  evidence(path: Path | Node[]): Claim[];
  /** The claims that a filter wants, oldest first. The fastest way to the claims about an entity that is in thousands. */
  claims(filter: ClaimFilter): Claim[];
  /** The facts that a filter wants; published and latest are the days of their first and last article. */
  topFacts(filter: FactFilter): {
    subject: Node; relation: Node; object: Node; articles: number; publishers: number; published: string; latest: string; first: string; best: Claim;
  }[];
  /** evidence without sentences and other words, much faster for thousands of claims; whole and rows read the rest. */
  brief(path: Path): Claim[];
  /** Reads the rest of claims of brief, in place. */
  whole(claims: Claim[]): Claim[];
  /** The last of a sorted list, at most as many as limit says; 0 is all. */
  latest<T>(items: T[], limit: number): T[];
  /** Those within a span of days; either end may be null. */
  within(claims: Claim[], since: string | null, until: string | null): Claim[];
  /** Claims grouped by subject, relation and object; a symmetric relation counts both ways as one. */
  facts(claims: Claim[]): Fact[];
  /** Facts among the claims of a path, with only what tells them apart; full reads the rest of one. */
  outline(path: Path): {
    subject: Node; relation: Node; object: Node; claims: Node[]; articles: number; publishers: number; published: string; latest: string;
  }[];
  full(fact: { claims: Node[] }): Fact;
  isFact(claim: Claim): boolean;
  isSymmetric(relation: Node): boolean;
  /** "fact", "denied", "planned", "wanted", "possible", "conditional", "reported" or "claim". */
  status(claim: Claim): string;
  /** One row for each claim, ready to emit; limit keeps the latest. */
  rows(claims: Claim[], options?: { of?: Node[]; relation?: Node; facts?: boolean; limit?: number }): object[];
  /** The label of a node; any other value is its own name. */
  name(node: any): string;
  /** Reads the labels of many nodes at once. */
  load(nodes: any[]): void;
  /** The label of a claim's relation, or its own words. */
  relation(claim: Claim | Fact): string;
  /** The properties of nodes: lists by predicate, by node. */
  properties(nodes: Node[], predicates?: Node | Node[]): { [node: string]: { [predicate: string]: any[] } };
  /** One object a node: its id, and one value of each predicate by its local name. */
  records(nodes: Node[], predicates?: Node | Node[]): { id: Node; [name: string]: any }[];
  article(id: Node): { article: Node; headline: string; publisher: string; published: string; url: string };
  /** Reads many articles at once, so that article need not ask for each. */
  loadArticles(ids: Node[]): void;
  /** The ends of a path, each once, sorted. */
  nodes(path: Path): Node[];
  /** Sorted by keys; a key in an array sorts the other way round. */
  by<T>(items: T[], ...keys: (((item: T) => any) | [(item: T) => any])[]): T[];
  uniq<T>(items: T[]): T[];
  /** "John_Kerry" for "<ent:John_Kerry>". */
  local(node: Node): string;
  isNode(value: any): boolean;
  when(claim: Claim): string;
  /** When it was, as exact as the text gives it: "2014" where it names a year. */
  shown(claim: Claim): string;
  list(value: any): any[];
  /** Answers rows, at most as many as limit says. */
  emit(rows: object[], limit?: number): void;
};

/** kg adds to Gizmo's g: what nodes say, as lists by predicate, by node; many times as fast as a path. */
interface Graph {
  properties(nodes: Node | Node[], predicates?: Node | Node[] | null): { [node: string]: { [predicate: string]: any[] } };
  /** One object a node, in their order: its id, and the first value of each predicate by its local name. Faster still. */
  records(nodes: Node | Node[], predicates?: Node | Node[] | null): { id: Node; [name: string]: any }[];
  /** What the saved queries ask about many claims at once; kg.claims, kg.topFacts and kg.ends call it. */
  ask(what: "claims" | "facts" | "ends" | "joins" | "summary" | "neighbours" | "common" | "together" | "articles" | "connected" | "mentioned" | "orphans" | "relations" | "denials" | "figures" | "chains" | "words", options?: object): any;
}
