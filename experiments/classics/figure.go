package classics

// A Figure is a figure of the paper, drawn again from our runs, with what was published beside it: a quantity along a
// parameter, or over time. What was published of a point is taken from the docks that stand there.
type Figure struct {
	Name     string // of its files: "fitness"
	Question string // the title: what it answers
	Quantity string
	Along    string   // parameter of the x axis; "" for time
	At       []string // its values, as typed; nil for time
	Time     string   // of a course: the unit, "period"
	Log      bool     // the x axis is logarithmic
	Lines    []Line
	KnownBy  Source // of a course: how what its lines know is known
}

// A Line is one of the settings that a figure compares.
type Line struct {
	Label string
	Set   []string // as a user would type it
	Known []Known  // of a course: what was published
}

// Known is a published point of a course.
type Known struct {
	Time, Value float64
	Error       float64 // standard error, 0 where it is not known
}
