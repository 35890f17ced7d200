package movements

// The reasons for which movements are left out.
const (
	dropOpen     = "one end empty (admissions and discharges)"
	dropNowhere  = "rows without a unit (the stay goes on from nowhere)"
	dropTwice    = "rows equal to one before in every cell, of the same patient or stay and time"
	dropRepeat   = "rows with the stay, unit and start of one before"
	dropSelf     = "from a unit to itself"
	dropZero     = "count of 0"
	dropExcluded = "to or from excluded units"
	dropMinFlow  = "to or from units with fewer movements than the minimum flow"
	dropAlone    = "units without movements to or from units kept"
)

// A Drop is what was left out for one reason.
type Drop struct {
	Reason    string
	Rows      int // rows of the file
	Movements float64
	Units     []string // named for that reason, if any
}

// drops lists what was left out, in the order of the first case of each reason.
type drops []Drop

func (d *drops) add(reason string, rows int, movements float64, unit string) {
	i := 0
	for i < len(*d) && (*d)[i].Reason != reason {
		i++
	}
	if i == len(*d) {
		*d = append(*d, Drop{Reason: reason})
	}
	drop := &(*d)[i]
	drop.Rows += rows
	drop.Movements += movements
	if unit != "" {
		drop.Units = append(drop.Units, unit)
	}
}
