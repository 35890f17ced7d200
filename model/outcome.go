package model

// An Outcome is a column of results: what an observer reports of a hospital.
type Outcome struct {
	Name    string // column name: "care_effectiveness"
	Label   string // for tables and axes: "care effectiveness"
	Unit    string // "index 0–1", "share", "per service and year" …
	Meaning string // one sentence
	Monthly bool   // has a value for each month; otherwise only for a whole run
}
