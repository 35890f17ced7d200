package sim

import (
	"context"
	"fmt"
)

// A Process is something that happens in a month: an environment that moves, agents that act, a contract renewed.
type Process interface {
	// Step does what happens in the month: 0 is the first.
	Step(month int)
}

// ProcessFunc makes a Process of a function.
type ProcessFunc func(month int)

// Step calls f.
func (f ProcessFunc) Step(month int) { f(month) }

// A Date is a month of the calendar: {2019, 7} is July 2019.
type Date struct{ Year, Month int }

// String returns the date as 2019-07.
func (d Date) String() string { return fmt.Sprintf("%04d-%02d", d.Year, d.Month) }

// MonthsSince returns the number of months from start to d.
func (d Date) MonthsSince(start Date) int { return (d.Year-start.Year)*12 + d.Month - start.Month }

// After returns the date that many months later.
func (d Date) After(months int) Date {
	m := d.Year*12 + d.Month - 1 + months
	return Date{m / 12, m%12 + 1}
}

// A Schedule holds the processes of a simulation and when each is due. Those due in the same month take place in the
// order in which they were added; observers come after them. A process may add others while months pass: they take
// place from this month on, after those that were there before. The zero Schedule is empty and ready for use.
type Schedule struct {
	Start     Date // the calendar date of month 0, for On
	entries   []entry
	observers []Process
	earliest  int // the first month for which At is not too late
}

type entry struct {
	first, period int // period 0: once
	process       Process
}

// Monthly adds a process due every month.
func (s *Schedule) Monthly(p Process) { s.Every(1, 0, p) }

// Quarterly adds a process due at the end of every quarter: months 2, 5, 8 …
func (s *Schedule) Quarterly(p Process) { s.Every(3, 2, p) }

// Yearly adds a process due at the end of every year: months 11, 23 …
func (s *Schedule) Yearly(p Process) { s.Every(12, 11, p) }

// Every adds a process due in month first and then each time that many months have passed.
func (s *Schedule) Every(months, first int, p Process) {
	if months < 1 || first < 0 {
		panic(fmt.Sprintf("sim: a process due every %d months from month %d", months, first))
	}
	s.entries = append(s.entries, entry{first, months, p})
}

// At adds a process due once, in the given month.
func (s *Schedule) At(month int, p Process) {
	if month < s.earliest || month < 0 {
		panic(fmt.Sprintf("sim: a process due in month %d, but it is month %d", month, s.earliest))
	}
	s.entries = append(s.entries, entry{first: month, process: p})
}

// On adds a process due once, at a date of the calendar. Set Start before.
func (s *Schedule) On(d Date, p Process) {
	if s.Start == (Date{}) {
		panic(fmt.Sprintf("sim: a process due on %v in a schedule without Start", d))
	}
	s.At(d.MonthsSince(s.Start), p)
}

// Observe adds an observer: it sees each month after all processes have had it, and must change nothing.
func (s *Schedule) Observe(p Process) { s.observers = append(s.observers, p) }

// Run lets the months pass. It stops between two months when ctx is done, and then returns the cause.
func (s *Schedule) Run(ctx context.Context, months int) error {
	defer func() { s.earliest = 0 }()
	for month := range months {
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		s.earliest = month
		for i := 0; i < len(s.entries); i++ { // processes may add others
			if s.entries[i].due(month) {
				s.entries[i].process.Step(month)
			}
		}
		s.earliest = month + 1
		for _, o := range s.observers {
			o.Step(month)
		}
	}
	return nil
}

func (e *entry) due(month int) bool {
	if e.period == 0 {
		return month == e.first
	}
	return month >= e.first && (month-e.first)%e.period == 0
}
