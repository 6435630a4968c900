package views

import "time"

// Reveal is a look at personal values in full.
type Reveal struct {
	ObjectKind string   // customer, customers, record, deal, payment, dead_letter
	ObjectID   string   // no personal value
	Fields     []string // what was shown: names of fields, never values
	Subjects   []string // whose it is: ids of golden records; empty: ObjectID stands for one person
	Reason     string
}

// PersonalRules say how a workspace guards personal data.
type PersonalRules struct {
	RevealReason bool `json:"reveal_reason" doc:"who reveals a value must say why"`
	RevealLimit  int  `json:"reveal_limit" minimum:"1" maximum:"100000" doc:"persons an actor may reveal in an hour"`
	AlarmPersons int  `json:"alarm_persons" minimum:"0" maximum:"1000000" doc:"more persons than that, seen or exported by one actor, raise an alarm; 0: none"`
	AlarmMinutes int  `json:"alarm_minutes" minimum:"1" maximum:"43200" doc:"within so many minutes"`
	Version      int  `json:"version" doc:"0: the defaults hold"`
}

// PersonalViewer says how much somebody saw of persons.
type PersonalViewer struct {
	ActorKind string    `json:"actor_kind" enum:"user,key,system"`
	ActorID   string    `json:"actor_id"`
	ActorName string    `json:"actor_name"`
	Views     int64     `json:"views" doc:"times that values were shown in full"`
	Persons   int64     `json:"persons" doc:"different persons and records behind these"`
	Exports   int64     `json:"exports"`
	Exported  int64     `json:"exported" doc:"persons in these, each export counted whole"`
	LastAt    time.Time `json:"last_at"`
	Fields    []string  `json:"fields" nullable:"false" doc:"which fields"`
}
