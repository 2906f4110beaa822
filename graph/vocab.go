package graph

import (
	"github.com/cayleygraph/quad"

	"kg/schema"
)

// The predicates and classes of the quad model, see docs/quads.md.
const (
	rdfType        = quad.IRI("rdf:type")
	rdfsLabel      = quad.IRI("rdfs:label")
	rdfsSubClassOf = quad.IRI("rdfs:subClassOf")
	skosAltLabel   = quad.IRI("skos:altLabel")
	skosExactMatch = quad.IRI("skos:exactMatch")
	provDerived    = quad.IRI("prov:wasDerivedFrom")

	schemaArticle   = quad.IRI("schema:NewsArticle")
	schemaHeadline  = quad.IRI("schema:headline")
	schemaURL       = quad.IRI("schema:url")
	schemaPublisher = quad.IRI("schema:publisher")
	schemaPublished = quad.IRI("schema:datePublished")
	schemaLanguage  = quad.IRI("schema:inLanguage")
	schemaBody      = quad.IRI("schema:articleBody")

	kgSource = quad.IRI("kg:source")
	kgSHA256 = quad.IRI("kg:sha256")
	kgEngine = quad.IRI("kg:engine")

	kgStandsFor  = quad.IRI("kg:standsFor")
	kgCountry    = quad.IRI("kg:country")
	kgSector     = quad.IRI("kg:sector")
	kgFormerName = quad.IRI("kg:formerName")
	kgBears      = quad.IRI("kg:bears")
	kgSeeks      = quad.IRI("kg:seeks")
	kgMark       = quad.IRI("kg:mark")
	kgAloneID    = quad.IRI("kg:aloneId")
	kgAloneLabel = quad.IRI("kg:aloneLabel")
	kgAloneClass = quad.IRI("kg:aloneClass")

	kgClaim       = quad.IRI("kg:Claim")
	kgSubject     = quad.IRI("kg:subject")
	kgRelation    = quad.IRI("kg:relation")
	kgObject      = quad.IRI("kg:object")
	kgValue       = quad.IRI("kg:value")
	kgFact        = quad.IRI("kg:fact")
	kgPhrase      = quad.IRI("kg:phrase")
	kgLemma       = quad.IRI("kg:lemma")
	kgSubjectText = quad.IRI("kg:subjectText")
	kgObjectText  = quad.IRI("kg:objectText")
	kgPolarity    = quad.IRI("kg:polarity")
	kgModality    = quad.IRI("kg:modality")
	kgTense       = quad.IRI("kg:tense")
	kgSaidBy      = quad.IRI("kg:saidBy")
	kgSaidWith    = quad.IRI("kg:saidWith")
	kgFrom        = quad.IRI("kg:from")
	kgTo          = quad.IRI("kg:to")
	kgPrecision   = quad.IRI("kg:precision")
	kgTimeText    = quad.IRI("kg:timeText")
	kgPlace       = quad.IRI("kg:place")
	kgEvent       = quad.IRI("kg:event")
	kgMode        = quad.IRI("kg:mode")
	kgConfidence  = quad.IRI("kg:confidence")
	kgRule        = quad.IRI("kg:rule")
	kgSentence    = quad.IRI("kg:sentence")
	kgStart       = quad.IRI("kg:start")
	kgEnd         = quad.IRI("kg:end")

	kgSchema       = quad.IRI("kg:schema")
	kgRelationType = quad.IRI("kg:Relation")
	kgNarrowerThan = quad.IRI("kg:narrowerThan") // the relation right above
	kgWithin       = quad.IRI("kg:within")       // the relation itself and every one above
	rdfsClass      = quad.IRI("rdfs:Class")
	kgInverse      = quad.IRI("kg:inverseLabel")
	kgSymmetric    = quad.IRI("kg:symmetric")
)

func articleIRI(id string) quad.IRI { return quad.IRI(schema.ArtPrefix + id) }
func entityIRI(id string) quad.IRI  { return quad.IRI(schema.EntPrefix + id) }
func claimIRI(id string) quad.IRI   { return quad.IRI(schema.ClaimPrefix + id) }

// ArticleIRI is the short IRI of an article: "art:4f1c".
func ArticleIRI(id string) string { return schema.ArtPrefix + id }
