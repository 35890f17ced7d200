package sim

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// A diary notes what takes place, in order.
type diary []string

func (d *diary) process(name string) Process {
	return ProcessFunc(func(month int) { *d = append(*d, fmt.Sprint(name, month)) })
}

// months returns the months of a horizon in which a process takes place.
func months(horizon int, add func(s *Schedule, p Process)) []int {
	var s Schedule
	s.Start = Date{2019, 1}
	var seen []int
	add(&s, ProcessFunc(func(month int) { seen = append(seen, month) }))
	if err := s.Run(context.Background(), horizon); err != nil {
		panic(err)
	}
	return seen
}

func TestProcessesTakePlaceWhenDue(t *testing.T) {
	for _, c := range []struct {
		name    string
		horizon int
		add     func(*Schedule, Process)
		want    []int
	}{
		{"monthly", 4, (*Schedule).Monthly, []int{0, 1, 2, 3}},
		{"quarterly", 12, (*Schedule).Quarterly, []int{2, 5, 8, 11}},
		{"yearly", 36, (*Schedule).Yearly, []int{11, 23, 35}},
		{"yearly, too short", 11, (*Schedule).Yearly, nil},
		{"every 5 from 3", 20, func(s *Schedule, p Process) { s.Every(5, 3, p) }, []int{3, 8, 13, 18}},
		{"every 3 from 7", 14, func(s *Schedule, p Process) { s.Every(3, 7, p) }, []int{7, 10, 13}},
		{"every 2 from 0", 5, func(s *Schedule, p Process) { s.Every(2, 0, p) }, []int{0, 2, 4}},
		{"at 0", 5, func(s *Schedule, p Process) { s.At(0, p) }, []int{0}},
		{"at 4", 5, func(s *Schedule, p Process) { s.At(4, p) }, []int{4}},
		{"at 5, after the end", 5, func(s *Schedule, p Process) { s.At(5, p) }, nil},
		{"on the first month", 24, func(s *Schedule, p Process) { s.On(Date{2019, 1}, p) }, []int{0}},
		{"on a date", 24, func(s *Schedule, p Process) { s.On(Date{2020, 7}, p) }, []int{18}},
		{"observed", 3, (*Schedule).Observe, []int{0, 1, 2}},
		{"no month", 0, (*Schedule).Monthly, nil},
	} {
		if diff := cmp.Diff(c.want, months(c.horizon, c.add)); diff != "" {
			t.Errorf("%s: -want +got\n%s", c.name, diff)
		}
	}
}

func TestWithinAMonthProcessesKeepTheirOrderAndObserversComeLast(t *testing.T) {
	var s Schedule
	var d diary
	s.Observe(d.process("observer A "))
	s.Quarterly(d.process("quarter "))
	s.Monthly(d.process("month "))
	s.At(2, d.process("once "))
	s.Observe(d.process("observer B "))
	s.Every(2, 0, d.process("other month "))
	if err := s.Run(context.Background(), 3); err != nil {
		t.Fatal(err)
	}
	want := diary{
		"month 0", "other month 0", "observer A 0", "observer B 0",
		"month 1", "observer A 1", "observer B 1",
		"quarter 2", "month 2", "once 2", "other month 2", "observer A 2", "observer B 2",
	}
	if diff := cmp.Diff(want, d); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
}

func TestAProcessMayAddOthersFromItsOwnMonthOn(t *testing.T) {
	var s Schedule
	var d diary
	s.At(1, ProcessFunc(func(month int) {
		s.At(month, d.process("now "))
		s.At(month+2, d.process("later "))
		s.Monthly(d.process("month "))
	}))
	s.Monthly(d.process("before "))
	if err := s.Run(context.Background(), 4); err != nil {
		t.Fatal(err)
	}
	want := diary{"before 0", "before 1", "now 1", "month 1", "before 2", "month 2", "before 3", "later 3", "month 3"}
	if diff := cmp.Diff(want, d); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
}

func TestAScheduleRunsAgainFromItsStart(t *testing.T) {
	var s Schedule
	var d diary
	s.At(1, d.process("once "))
	for range 2 {
		if err := s.Run(context.Background(), 3); err != nil {
			t.Fatal(err)
		}
		s.At(0, d.process("start ")) // between two runs nothing is too late
	}
	if diff := cmp.Diff(diary{"once 1", "start 0", "once 1"}, d); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
}

func TestBrokenInvariantsPanic(t *testing.T) {
	nothing := ProcessFunc(func(int) {})
	during := func(add func(s *Schedule, month int)) func() {
		return func() {
			var s Schedule
			s.At(3, ProcessFunc(func(month int) { add(&s, month) }))
			_ = s.Run(context.Background(), 5)
		}
	}
	for what, f := range map[string]func(){
		"a period of 0":              func() { new(Schedule).Every(0, 0, nothing) },
		"a negative period":          func() { new(Schedule).Every(-3, 0, nothing) },
		"a negative first month":     func() { new(Schedule).Every(3, -1, nothing) },
		"a month before the start":   func() { new(Schedule).At(-1, nothing) },
		"a date before the start":    func() { (&Schedule{Start: Date{2019, 3}}).On(Date{2019, 2}, nothing) },
		"a date without a start":     func() { new(Schedule).On(Date{2019, 2}, nothing) },
		"a month that has been":      during(func(s *Schedule, month int) { s.At(month-1, nothing) }),
		"this month, by an observer": observing(func(s *Schedule, month int) { s.At(month, nothing) }),
	} {
		mustPanic(t, what, f)
	}
}

func observing(add func(s *Schedule, month int)) func() {
	return func() {
		var s Schedule
		s.Observe(ProcessFunc(func(month int) { add(&s, month) }))
		_ = s.Run(context.Background(), 5)
	}
}

func TestRunStopsBetweenTwoMonths(t *testing.T) {
	cause := errors.New("the user has seen enough")
	ctx, cancel := context.WithCancelCause(context.Background())
	var s Schedule
	var d diary
	s.At(2, ProcessFunc(func(int) { cancel(cause) }))
	s.Monthly(d.process("month "))
	s.Observe(d.process("observer "))
	if err := s.Run(ctx, 10); !errors.Is(err, cause) {
		t.Errorf("Run returns %v", err)
	}
	want := diary{"month 0", "observer 0", "month 1", "observer 1", "month 2", "observer 2"} // the third is whole
	if diff := cmp.Diff(want, d); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
	d = nil
	if err := s.Run(ctx, 10); !errors.Is(err, cause) || d != nil {
		t.Errorf("with ctx done from the first: %v, %v", err, d)
	}
}

func TestRunThatIsCancelledInItsLastMonthIsWhole(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	var s Schedule
	s.At(4, ProcessFunc(func(int) { cancel() }))
	if err := s.Run(ctx, 5); err != nil {
		t.Error(err)
	}
}

func TestMonthsAllocateNothing(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	var s Schedule
	count := 0
	p := ProcessFunc(func(int) { count++ })
	for range 10 {
		s.Monthly(p)
		s.Quarterly(p)
		s.At(5, p)
		s.Observe(p)
	}
	if n := testing.AllocsPerRun(20, func() {
		if err := s.Run(ctx, 120); err != nil {
			t.Fatal(err)
		}
	}); n != 0 {
		t.Errorf("%v allocations in 120 months", n)
	}
	if want := 21 * 10 * (120 + 40 + 1 + 120); count != want {
		t.Errorf("%d steps, want %d", count, want)
	}
}

func TestDatesCountMonths(t *testing.T) {
	for _, c := range []struct {
		start  Date
		months int
		want   Date
	}{
		{Date{2019, 1}, 0, Date{2019, 1}}, {Date{2019, 1}, 11, Date{2019, 12}}, {Date{2019, 1}, 12, Date{2020, 1}},
		{Date{2019, 12}, 1, Date{2020, 1}}, {Date{2020, 1}, -1, Date{2019, 12}}, {Date{2019, 7}, -18, Date{2018, 1}},
	} {
		if got := c.start.After(c.months); got != c.want {
			t.Errorf("%v and %d months: %v, want %v", c.start, c.months, got, c.want)
		}
	}
	if got := (Date{2019, 7}).String(); got != "2019-07" {
		t.Errorf("String: %s", got)
	}
	date := rapid.Custom(func(t *rapid.T) Date {
		return Date{rapid.IntRange(1, 3000).Draw(t, "year"), rapid.IntRange(1, 12).Draw(t, "month")}
	})
	rapid.Check(t, func(t *rapid.T) {
		a, b := date.Draw(t, "a"), date.Draw(t, "b")
		n := b.MonthsSince(a)
		if a.After(n) != b || a.MonthsSince(b) != -n {
			t.Fatalf("from %v to %v: %d months", a, b, n)
		}
		if (n > 0) != slices.IsSorted([]string{a.String(), b.String()}) && n != 0 {
			t.Fatalf("from %v to %v: %d months", a, b, n)
		}
	})
}
