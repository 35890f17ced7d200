package sim_test

import (
	"context"
	"fmt"

	"polesim/sim"
)

// A Town is a circle of people, each of whom meets two neighbours and a stranger every month.
type Town struct {
	people  []health
	next    []health // of the month that comes: all change at once
	vaccine bool     // whether there is a vaccination campaign
	key     sim.Key
}

type health int8

const (
	healthy health = iota
	ill
	immune
)

const (
	contagion = .35 // probability that an ill person infects one whom they meet
	recovery  = .30 // hazard per month
	vaccinate = .50 // share of the healthy whom a campaign reaches
)

// Step passes the illness on. Each person draws from a stream of their own, so that nobody's luck depends on how
// often others draw.
func (t *Town) Step(month int) {
	key := t.key.Named("contagion")
	for i := range t.people {
		s := key.At(i, month)
		t.next[i] = t.people[i]
		switch t.people[i] {
		case healthy:
			n := len(t.people)
			for _, j := range []int{(i + 1) % n, (i + n - 1) % n, s.IntN(n)} {
				if caught := s.Bernoulli(contagion); caught && t.people[j] == ill {
					t.next[i] = ill
				}
			}
		case ill:
			if s.Bernoulli(recovery) {
				t.next[i] = immune
			}
		}
	}
	t.people, t.next = t.next, t.people
}

// Campaign vaccinates some of the healthy.
func (t *Town) Campaign(month int) {
	key := t.key.Named("campaign")
	for i := range t.people {
		if s := key.At(i, month); t.people[i] == healthy && s.Bernoulli(vaccinate) {
			t.people[i] = immune
		}
	}
}

func (t *Town) count(h health) (n int) {
	for _, p := range t.people {
		if p == h {
			n++
		}
	}
	return n
}

// A Wave is what comes of a run.
type Wave struct {
	Peak, PeakMonth int // most people ill at once, and when
	Spared          int // people who never fell ill
}

// run returns a function that runs one replication of a town of 500 over two years, from January 2019.
func run(vaccine bool) sim.RunFunc[Wave] {
	town := &Town{people: make([]health, 500), next: make([]health, 500), vaccine: vaccine} // used again and again
	return func(ctx context.Context, replication int, into *Wave) error {
		const seed = 1
		*into = Wave{}
		clear(town.people)
		for i := 0; i < len(town.people); i += 100 {
			town.people[i] = ill
		}
		town.key = sim.NewKey(seed, replication)

		schedule := sim.Schedule{Start: sim.Date{Year: 2019, Month: 1}}
		schedule.Monthly(town)
		if town.vaccine {
			schedule.On(sim.Date{Year: 2019, Month: 4}, sim.ProcessFunc(town.Campaign))
			schedule.Yearly(sim.ProcessFunc(town.Campaign))
		}
		everIll := make([]bool, len(town.people))
		schedule.Observe(sim.ProcessFunc(func(month int) {
			if n := town.count(ill); n > into.Peak {
				into.Peak, into.PeakMonth = n, month
			}
			for i, p := range town.people {
				everIll[i] = everIll[i] || p == ill
			}
		}))
		if err := schedule.Run(ctx, 24); err != nil {
			return err
		}
		for _, was := range everIll {
			if !was {
				into.Spared++
			}
		}
		return nil
	}
}

// An epidemic, with and without vaccination: both towns face the same chances, and the numbers are these whatever the
// number of workers and the platform.
func Example() {
	for _, vaccine := range []bool{false, true} {
		fmt.Println("vaccination:", vaccine)
		newRun := func() sim.RunFunc[Wave] { return run(vaccine) }
		err := sim.Replicate(context.Background(), sim.Plan{Replications: 4}, newRun,
			func(replication int, w *Wave, err error) error {
				start := sim.Date{Year: 2019, Month: 1}
				fmt.Printf("  town %d: %d ill in %v, %d spared\n", replication, w.Peak, start.After(w.PeakMonth), w.Spared)
				return err
			})
		if err != nil {
			fmt.Println(err)
		}
	}
	// Output:
	// vaccination: false
	//   town 0: 143 ill in 2019-10, 46 spared
	//   town 1: 142 ill in 2020-01, 44 spared
	//   town 2: 148 ill in 2019-12, 31 spared
	//   town 3: 146 ill in 2019-11, 40 spared
	// vaccination: true
	//   town 0: 37 ill in 2019-05, 374 spared
	//   town 1: 22 ill in 2019-05, 434 spared
	//   town 2: 31 ill in 2019-08, 392 spared
	//   town 3: 51 ill in 2019-10, 333 spared
}
