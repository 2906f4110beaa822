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

declare const kg: {
  /** The node with this label or alias; an error where there is none, or more than one. */
  find(text: string): Node;
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
  evidence(path: Path): Claim[];
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
  /** The ends of a path, each once, sorted. */
  nodes(path: Path): Node[];
  /** Sorted by keys; a key in an array sorts the other way round. */
  by<T>(items: T[], ...keys: (((item: T) => any) | [(item: T) => any])[]): T[];
  uniq<T>(items: T[]): T[];
  /** "John_Kerry" for "<ent:John_Kerry>". */
  local(node: Node): string;
  isNode(value: any): boolean;
  when(claim: Claim): string;
  list(value: any): any[];
  /** Answers rows, at most as many as limit says. */
  emit(rows: object[], limit?: number): void;
};

/** kg adds to Gizmo's g: what nodes say, as lists by predicate, by node; many times as fast as a path. */
interface Graph {
  properties(nodes: Node | Node[], predicates?: Node | Node[] | null): { [node: string]: { [predicate: string]: any[] } };
  /** One object a node, in their order: its id, and the first value of each predicate by its local name. Faster still. */
  records(nodes: Node | Node[], predicates?: Node | Node[] | null): { id: Node; [name: string]: any }[];
}
