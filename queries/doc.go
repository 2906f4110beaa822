// Package queries holds the questions that kg can be asked by name, and runs them.
//
// A saved query is a Gizmo script, NAME.js, with a head: a comment that gives its title, its parameters with
// their types, the columns of its answer and an example. docs/queries.md describes the head. A [Library] is the
// queries that come with kg, and those of a folder of the user's, which hide the former of the same name.
//
// A parameter reaches the script as a property of the global params, converted to its type: an entity is given
// by id, label or alias and arrives as the text of its node, "<ent:John_Kerry>". The scripts share a library of
// functions, the global kg, described in kg.d.ts.
package queries
