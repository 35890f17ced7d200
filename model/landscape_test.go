package model

import (
	"math"
	"slices"
	"testing"

	"polesim/sim"
)

// pearson is Pearson's correlation of two U(0, 1) numbers tied by a Gaussian copula with correlation r.
func pearson(r float64) float64 { return 6 / math.Pi * math.Asin(r/2) }

// independentWorths is a landscape of services with one practice and no interdependence: values are entries of tables.
func independentWorths(n int, key sim.Key, congruence, academic, dynamism float64) *Landscape {
	l := NewLandscape(n, 1, 1)
	l.SetValues(congruence, academic, dynamism)
	l.Reset(key, func(c int, in *Inputs) {
		in.Clinical[0], in.Academic[0], in.Table = int32(c), int32(c), int32(c)
	})
	return l
}

func noPractice(int) uint64 { return 0 }

func TestWorthsAreUniform(t *testing.T) {
	const n = 20_000
	l := independentWorths(n, sim.NewKey(1, 0), .2, .3, 0)
	var p Practices
	p.Reset(l, noPractice)
	worths := [3]sample{}
	for i := range n {
		care, margin, academic := p.Value(i)
		for v, x := range []float64{care, margin, academic} {
			if x <= 0 || x >= 1 {
				t.Fatalf("a worth of %v is outside (0, 1)", x)
			}
			worths[v] = append(worths[v], x)
		}
	}
	for v, name := range []string{"care", "margin", "academic value"} {
		slices.Sort(worths[v])
		d := 0.0
		for k, x := range worths[v] {
			d = max(d, math.Abs(x-float64(k)/n), math.Abs(x-float64(k+1)/n))
		}
		if limit := 1.95 / math.Sqrt(n); d > limit { // Kolmogorov & Smirnov at .001
			t.Errorf("worths to %s are not uniform: D = %.4f > %.4f", name, d, limit)
		}
	}
}

func TestMarginIsTiedToCareByGoalCongruence(t *testing.T) {
	const n = 40_000
	for _, r := range []float64{-.5, 0, .2, .5, .95} {
		l := independentWorths(n, sim.NewKey(2, 0), r, .3, 0)
		var p Practices
		p.Reset(l, noPractice)
		var care, margin, academic sample
		for i := range n {
			c, e, a := p.Value(i)
			care, margin, academic = append(care, c), append(margin, e), append(academic, a)
		}
		within4(t, "correlation of margin with care", correlation(care, margin), pearson(r), (1-r*r)/math.Sqrt(n))
		within4(t, "correlation of academic value with care", correlation(care, academic), pearson(.3), 1/math.Sqrt(n))
		within4(t, "correlation of academic value with margin", correlation(margin, academic), pearson(.3*r), 1/math.Sqrt(n))
	}
}

func TestGoalCongruenceOfABuiltHospitalIsTheParameter(t *testing.T) {
	for _, r := range []float64{-.5, .2, .9} {
		c := scenario(t, settings{"hospital.services": 200, "hospital.blocks": 20, "environment.congruence": r,
			"environment.template_share": 0})
		var care, margin sample
		for replication := range 20 {
			w := worldOf(t, c, replication)
			for i := range w.n {
				v, e, _ := w.practices.Value(i)
				care, margin = append(care, v), append(margin, e)
			}
		}
		within4(t, "correlation of services' margin with care", correlation(care, margin), pearson(r), 1/math.Sqrt(float64(len(care))))
	}
}

func TestEnvironmentRedrawsEachTableWithTheChanceOfDynamism(t *testing.T) {
	const n, months = 20_000, 60
	for _, dynamism := range []float64{0, .001, .01, .03} {
		l := independentWorths(n, sim.NewKey(3, 0), .2, .3, dynamism)
		var p Practices
		p.Reset(l, noPractice)
		changes := make([]float64, n) // by table
		neighbours := 0.0             // tables of which the one before was drawn anew in the same month
		var monthly sample
		for month := range months {
			before := make([]float64, n)
			for i := range n {
				before[i], _, _ = p.Value(i)
			}
			l.Step(month)
			p.Renew()
			count, last := 0.0, -2
			for i := range n {
				if care, _, _ := p.Value(i); care != before[i] {
					changes[i]++
					count++
					if last == i-1 {
						neighbours++
					}
					last = i
				}
			}
			monthly = append(monthly, count/n)
		}
		spread := math.Sqrt(dynamism * (1 - dynamism) / n)
		within4(t, "share of tables drawn anew in a month", monthly.mean(), dynamism, spread/math.Sqrt(months))
		within4(t, "its standard deviation over months", monthly.sd(), spread, spread/math.Sqrt(2*months))
		within4(t, "share of tables drawn anew together with the one before", neighbours/(n*months), dynamism*dynamism,
			dynamism/math.Sqrt(n*months))
		first, last := sample(changes[:n/10]), sample(changes[n-n/10:]) // no table is favoured
		within4(t, "share of the first tables less that of the last", (first.mean()-last.mean())/months, 0,
			math.Sqrt(2*dynamism*(1-dynamism)/(n/10*months)))
	}
}

func TestDynamismHoldsInABuiltHospital(t *testing.T) {
	const months, delta = 120, .02
	c := scenario(t, settings{"hospital.services": 64, "environment.dynamism": delta, "environment.template_share": 0})
	s := newStructure(c)
	l := landscapeOf(s)
	resetLandscape(l, s, sim.NewKey(1, 0))
	count := 0.0
	for month := range months {
		l.Step(month)
		count += float64(len(redrawn(l)))
	}
	trials := float64(64 * s.m * months)
	within4(t, "share of contributions drawn anew in a month", count/trials, delta, math.Sqrt(delta*(1-delta)/trials))
}

// redrawn lists the tables drawn anew in the landscape's latest month.
func redrawn(l *Landscape) []int32 { return l.renewed }

func TestCouplingsAreDistinctAndAsManyAsAsked(t *testing.T) {
	for _, k := range [][2]int{{0, 0}, {3, 0}, {0, 3}, {3, 3}, {7, 5}, {2, 8}} {
		c := scenario(t, settings{"environment.interdependence_within": float64(k[0]), "environment.interdependence_across": float64(k[1])})
		for replication := range 5 {
			w := worldOf(t, c, replication)
			for b := range w.n * w.m {
				clinical, academic := inputsOf(w.land, b)
				if int(clinical[0]) != b || !slices.Equal(clinical[:1+k[0]], academic[:1+k[0]]) {
					t.Fatalf("contribution %d: the practice itself and the service's others are not the first inputs of both layers: %v %v", b, clinical, academic)
				}
				for name, inputs := range map[string][]int32{"care and margin": clinical, "academic value": academic} {
					if len(inputs) != 1+k[0]+k[1] {
						t.Fatalf("contribution %d to %s has %d inputs, expected %d", b, name, len(inputs), 1+k[0]+k[1])
					}
					for at, input := range inputs {
						own := int(input)/w.m == b/w.m
						switch {
						case input < 0 || int(input) >= w.n*w.m:
							t.Errorf("contribution %d to %s lacks input %d", b, name, at)
						case slices.Contains(inputs[:at], input):
							t.Errorf("contribution %d to %s depends twice on practice %d", b, name, input)
						case own != (at <= k[0]):
							t.Errorf("contribution %d to %s: input %d is practice %d", b, name, at, input)
						}
					}
				}
			}
		}
	}
}

// Care and margin follow the workflow but for a share that follows disciplines.
func TestDisciplineShareIsTheShareOfSharedCouplings(t *testing.T) {
	for _, share := range []float64{0, .3, 1} {
		c := scenario(t, settings{"hospital.services": 200, "hospital.blocks": 20, "environment.discipline_share": share})
		w := worldOf(t, c, 0)
		same, all := 0.0, 0.0
		for b := range w.n * w.m {
			clinical, academic := inputsOf(w.land, b)
			for at := 1 + w.within; at < len(clinical); at++ {
				all++
				if clinical[at] == academic[at] {
					same++
				}
			}
		}
		// Two layers hit on the same practice of 1,600 by chance hardly ever: .003 covers it.
		if math.Abs(same/all-share) > 4*math.Sqrt(share*(1-share)/all)+.003 {
			t.Errorf("discipline_share %v: %.4f of couplings are the same in both layers", share, same/all)
		}
	}
}

func TestServicesOfADisciplineLearnedTemplatesAlike(t *testing.T) {
	for _, share := range []float64{0, .25, .5, 1} {
		c := scenario(t, settings{"environment.template_share": share})
		w := worldOf(t, c, 3)
		alike := int(math.Round(share * float64(w.m)))
		for i := range w.n {
			own := slices.Clone(w.land.table[i*w.m : (i+1)*w.m])
			slices.Sort(own)
			if len(slices.Compact(own)) != w.m {
				t.Errorf("service %d has two practices with one table", i)
			}
			for j := range i {
				same := w.discipline[i] == w.discipline[j]
				if mask := uint64(1)<<alike - 1; same && (w.practices.Word(i)^w.practices.Word(j))&mask != 0 {
					t.Errorf("services %d and %d of one discipline start differently on templates", i, j)
				}
				for k := range w.m {
					a, b := i*w.m+k, j*w.m+k
					shared := w.land.table[a] == w.land.table[b]
					if want := same && k < alike; shared != want {
						t.Errorf("template share %v, practice %d of services %d and %d: table shared %v, expected %v", share, k, i, j, shared, want)
					}
					if !shared {
						continue
					}
					x, _ := inputsOf(w.land, a)
					y, _ := inputsOf(w.land, b)
					for at := range 1 + w.within {
						if int(x[at])%w.m != int(y[at])%w.m {
							t.Errorf("services %d and %d: the template %d has different inner inputs %v %v", i, j, k, x, y)
						}
					}
				}
			}
		}
	}
}

func TestCouplingsAreDrawnBeforeAnyPerimeterOrGovernanceIsRead(t *testing.T) {
	first := worldOf(t, scenario(t, nil), 5)
	for name, with := range map[string]settings{
		"one pôle": {"hospital.poles": 1}, "sixteen pôles": {"hospital.poles": 16}, "random perimeter": {"perimeter.random": 1},
		"contracts": contracts, "network": network, "measurement": {"measurement.validity": 1}, "people": {"professionals.autonomy": 0},
	} {
		w := worldOf(t, scenario(t, with), 5)
		if !slices.Equal(first.land.clinicalInputs, w.land.clinicalInputs) || !slices.Equal(first.land.academicInputs, w.land.academicInputs) ||
			!slices.Equal(first.land.table, w.land.table) {
			t.Errorf("%s: couplings differ", name)
		}
		for i := range w.n {
			a, b, c := first.practices.Value(i)
			x, y, z := w.practices.Value(i)
			if a != x || b != y || c != z || first.practices.Word(i) != w.practices.Word(i) {
				t.Errorf("%s: service %d starts elsewhere", name, i)
			}
		}
	}
	if other := worldOf(t, scenario(t, nil), 6); slices.Equal(first.land.clinicalInputs, other.land.clinicalInputs) {
		t.Error("two replications have the same couplings")
	}
}

// ring wires one organisation of n practices as Kauffman's adjacent NK model: K/2 neighbours on each side, the extra one
// to the right.
func ring(n, k int) func(int, *Inputs) {
	return func(c int, in *Inputs) {
		in.Table = int32(c)
		for at := range k + 1 {
			in.Clinical[at] = int32((c + at) % n)
			if left := k / 2; at > k-left {
				in.Clinical[at] = int32((c + n - (at - (k - left))) % n)
			}
		}
		copy(in.Academic, in.Clinical)
	}
}

func careOf(p *Practices) float64 { care, _, _ := p.Value(0); return care }

// climb walks to a uniformly chosen fitter one-bit neighbour until there is none.
func climb(p *Practices, n int, s *sim.Stream) (steps int) {
	fitter := make([]int, 0, n)
	for {
		fitter = fitter[:0]
		now := careOf(p)
		for b := range n {
			p.Flip(b)
			if careOf(p) > now {
				fitter = append(fitter, b)
			}
			p.Flip(b)
		}
		if len(fitter) == 0 {
			return steps
		}
		p.Flip(fitter[s.IntN(len(fitter))])
		steps++
	}
}

// Docking with the NK model: fitness of the optimum reached and steps to it, independent Monte-Carlo means with s.e.
// below .001; K = 0 is exact.
func TestAdaptiveWalksReachWhatKauffmanFound(t *testing.T) {
	const n, runs = 16, 1500
	for _, want := range []struct {
		k              int
		fitness, steps float64
	}{{0, 2. / 3, n / 2}, {2, .7045, 7.22}, {4, .7005, 6.04}, {8, .680, 4.48}} {
		var fitness, steps sample
		l := NewLandscape(1, n, 1+want.k)
		var p Practices
		for r := range runs {
			key := sim.NewKey(4, r)
			l.Reset(key, ring(n, want.k))
			s := key.Named("walk").At(0, 0)
			start := s.Uint64() & (1<<n - 1)
			p.Reset(l, func(int) uint64 { return start })
			steps = append(steps, float64(climb(&p, n, &s)))
			fitness = append(fitness, careOf(&p))
		}
		reference := .001
		if want.k == 0 {
			reference = 0
		}
		within4(t, "K="+string(rune('0'+want.k))+": fitness of the optimum", fitness.mean(), want.fitness, math.Hypot(fitness.se(), reference))
		within4(t, "K="+string(rune('0'+want.k))+": steps", steps.mean(), want.steps, math.Hypot(steps.se(), 10*reference))
	}
}

// With K = N − 1 fitnesses are independent: 2^N/(N+1) optima are expected (Weinberger 1991, exact).
func TestFullyCoupledLandscapesHaveTheExpectedNumberOfOptima(t *testing.T) {
	const n, runs = 10, 150
	l := NewLandscape(1, n, n)
	var p Practices
	var optima sample
	for r := range runs {
		l.Reset(sim.NewKey(5, r), ring(n, n-1))
		p.Reset(l, noPractice)
		fitness := make([]float64, 1<<n)
		for step := range 1 << n { // Gray code
			fitness[p.Word(0)] = careOf(&p)
			for b := range n {
				if (step+1)>>b&1 == 1 {
					p.Flip(b)
					break
				}
			}
		}
		count := 0.0
		for x, f := range fitness {
			best := true
			for b := range n {
				best = best && fitness[x^1<<b] < f
			}
			if best {
				count++
			}
		}
		optima = append(optima, count)
	}
	within4(t, "number of optima", optima.mean(), 1024./11, optima.se())
}

// TestLayersAreTakenOverOnlyWhereAllTheyAreMadeOfIsTheSame: scenarios read together have the layers that they have alone.
func TestLayersAreTakenOverOnlyWhereAllTheyAreMadeOfIsTheSame(t *testing.T) {
	first := scenario(t, settings{"hospital.services": 18})
	for name, second := range map[string]*Config{
		"other blocks": scenario(t, settings{"hospital.services": 18, "hospital.blocks": 3}),
		"other share":  scenario(t, settings{"hospital.services": 18, "hospital.block_share": .9}),
		"other pôles":  scenario(t, settings{"hospital.services": 18, "hospital.poles": 2}),
		"other people": scenario(t, settings{"hospital.services": 18, "professionals.autonomy": .9}),
	} {
		together, alone := NewBlueprint([]*Config{first, second}), NewBlueprint([]*Config{second})
		if !slices.Equal(together.Workflow(1), alone.Workflow(0)) {
			t.Errorf("%s: another workflow beside another scenario", name)
		}
	}
}
