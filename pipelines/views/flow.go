package views

// Settlement is what the store knows of heliu.raw, for the balance.
type Settlement struct {
	Stored  map[int]int64 // next offset a partition whose landing is stored
	Settled int64         // outcomes of all workspaces, removed ones included
	Waiting int64         // landed in any workspace and not settled yet
	Streams []StreamCount // of the workspace
}

// StreamCount counts the records of one stream.
type StreamCount struct {
	Connection     string   `json:"connection" format:"uuid"`
	ConnectionName string   `json:"connection_name"`
	Stream         string   `json:"stream"`
	Accepted       int64    `json:"accepted" doc:"landed or settled"`
	Settled        Outcomes `json:"settled"`
	InFlight       int64    `json:"in_flight"`
	Unchanged      int64    `json:"unchanged" doc:"read again without change, dropped before the bus"`
	Balanced       bool     `json:"balanced"`
}
