// Package agreement holds the truth of the demo world against the hub's own pure
// parts: its tests read the world's local systems with the real connectors, map the
// records with the real mappings, and run mdm, roi and recon over the entities in
// memory, without a bus or a database. The records must mean what the world says
// they mean, and the engines must come to what package truth worked out on its own.
//
// It stands apart from package world, which imports none of them.
package agreement
