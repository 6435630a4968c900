package record

// Origin says how a record came to the bus. It is no part of what the record is: the
// same change has the same [Record.ID] by whatever road it came.
type Origin string

// The origins.
const (
	Live     Origin = ""         // the source gave it by itself, or was asked as usual
	History  Origin = "history"  // loaded as the past: see Quiet
	Backfill Origin = "backfill" // a person had a window of the source read again
	Replay   Origin = "replay"   // sent again from what the hub keeps
	Edit     Origin = "edit"     // a copy that a person has repaired
)

// Quiet tells whether nobody is to be told: what such a record changes is not written
// back to other systems and raises no alert.
func (o Origin) Quiet() bool { return o == History }

// Known tells whether o is one of the origins.
func (o Origin) Known() bool {
	switch o {
	case Live, History, Backfill, Replay, Edit:
		return true
	}
	return false
}
