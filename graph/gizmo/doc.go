// Package gizmo runs Gizmo scripts against a Cayley graph, within limits.
//
// The scripts run in Cayley's own Gizmo session; what this package adds is a guard around it. A script
// cannot end the process, whatever it passes to a path; it cannot run past its deadline, its number of rows or
// its memory; and an error names the line of the script that caused it. Parameters reach the script as a value,
// the global params, and never as text of the script.
//
// The guard is made of four parts. The objects that Cayley offers to a script (g, its paths, and functions as
// iri and regex) are replaced by objects of the same methods that check what they are given, turn a panic into
// an exception of the script, and give back values that a script cannot misuse. Functions of the language
// that run or allocate without end in one step (String.prototype.repeat, Array.prototype.fill, a regular
// expression with back references) are checked before they start or are taken away. The text of the
// script is checked before it runs. And a watch stops the script at its limits.
//
// Not offered: eval, the Function constructor, typed arrays, Proxy and Promise. No file or network is in reach.
package gizmo
