// Package serve is the HTTP server of kg: Cayley's web UI at /ui/, Cayley's own routes at /api/v2/, and the handlers
// that it is given for the explorer, the JSON API and the Model Context Protocol.
//
// It is safe by default: it answers only requests for its own host name and from its own pages, it is read-only
// unless it is told otherwise, and beyond the loopback interface it wants a token. Requests are bounded in size,
// time, rows and number.
package serve
