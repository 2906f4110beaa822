// Package api answers questions about the graph over HTTP, as JSON, under /api/kg/v1.
//
// What it offers is listed in [Routes] and described in the OpenAPI document that it serves itself at
// /api/kg/v1/openapi.json; a test holds the two together. Every answer leads back to the sentence that says it:
// an edge has its claims, a claim its sentence, its offsets in the stored text and its article.
//
// The package reads and never writes. Answers are in a stable order, come in pages, and say how many there are
// and whether the count is exact. An error is a problem document (RFC 9457) whose "code" a program can rely on.
// Every answer has an ETag, so that an unchanged answer costs no transfer.
//
// Limits on the time, the rows, the body and the number of requests at once are those of [Options].
package api
