package classics

import (
	"math"
	"math/bits"

	"polesim/model"
	"polesim/sim"
)

// march is mutual learning of an organisation's code and its people (March 1991). The code learns by the line by which the
// codes of hospitals learn, [model.Code.Learn].
var march = Classic{
	Name:  "march",
	Title: "Mutual learning of an organisation and its people",
	Paper: "March, J. G. (1991). Exploration and exploitation in organizational learning. Organization Science 2(1): 71–87.",
	Parameters: []Parameter{
		{Name: "m", Unit: "dimensions", Kind: Count, Default: 30, Min: 1, Max: 1000, Help: "Of how many dimensions reality is."},
		{Name: "n", Unit: "people", Kind: Count, Default: 50, Min: 1, Max: 10_000, Help: "How many people there are."},
		{Name: "p1", Unit: "probability per period", Kind: Number, Default: .5, Min: 0, Max: 1,
			Help: "Socialisation: the chance that a person moves towards the code on a dimension on which they differ."},
		{Name: "p2", Unit: "probability per period", Kind: Number, Default: .5, Min: 0, Max: 1,
			Help: "Learning by the code: the chance that it gives way when those who know better differ from it by one."},
		{Name: "fast", Unit: "share of people", Kind: Number, Default: 0, Min: 0, Max: 1,
			Help: "Share of people who learn with p1_fast in place of p1."},
		{Name: "p1_fast", Unit: "probability per period", Kind: Number, Default: .9, Min: 0, Max: 1,
			Help: "Socialisation of those who learn fast.", Matters: func(v Values) bool { return v.Number("fast") > 0 }},
		{Name: "turnover", Unit: "probability per period", Kind: Number, Default: 0, Min: 0, Max: 1,
			Help: "The chance that a newcomer takes a person's place (p3)."},
		{Name: "turbulence", Unit: "probability per period", Kind: Number, Default: 0, Min: 0, Max: 1,
			Help: "The chance that a dimension of reality turns over (p4)."},
		{Name: "t", Unit: "periods", Kind: Count, Default: 0, Min: 0, Max: mostPeriods,
			Help: "How long; 0: until nothing can change any more, which with turnover or turbulence never comes: then 20 periods."},
		{Name: "reading", Kind: Choice, Choices: []string{asPublished, naive},
			Help: "As in the paper's results, or by a naive reading of its text, in which beliefs are compared instead of actions and people adopt the code in one step."},
	},
	Quantities: []Quantity{
		{"knowledge", "knowledge of the code", "−1 to 1", "Sum over dimensions of the code's belief × reality, divided by m, at the end."},
		{"individual_knowledge", "knowledge of people", "−1 to 1", "The same of people's beliefs, mean over people."},
		{"periods", "periods", "periods", "How long it took."},
	},
	Replications: [2]int{3000, 40_000},
	New:          newMarch,
	Docks:        marchDocks(),
	Figures: []Figure{
		{
			Name: "march-knowledge", Question: "How fast should people learn what the organisation holds to be true?", Quantity: "knowledge",
			Along: "p1", At: []string{".02", ".05", ".1", ".2", ".3", ".4", ".5", ".6", ".7", ".8", ".9"},
			Lines: []Line{
				{Label: "the code slow, p2 = .1", Set: []string{"p2=.1"}},
				{Label: "p2 = .5", Set: []string{"p2=.5"}},
				{Label: "fast, p2 = .9", Set: []string{"p2=.9"}},
			},
		},
		{
			Name: "march-turnover", Question: "What does turnover do to what the code knows after 20 periods?", Quantity: "knowledge",
			Along: "turnover", At: []string{"0", ".01", ".02", ".03", ".05", ".07", ".1", ".15", ".2"},
			Lines: []Line{
				{Label: "people slow, p1 = .1", Set: []string{"p1=.1", "t=20"}},
				{Label: "fast, p1 = .9", Set: []string{"p1=.9", "t=20"}},
			},
		},
		{
			Name: "march-turbulence", Question: "Who keeps up with a reality that changes?", Quantity: "knowledge", Time: "period",
			Lines: []Line{
				{Label: "the same people", Set: []string{"turbulence=.02", "t=100"}},
				{Label: "turnover of .1", Set: []string{"turbulence=.02", "turnover=.1", "t=100"}},
			},
		},
	},
}

// The readings.
const (
	asPublished = "paper"
	naive       = "naive"
)

// mostPeriods ends runs in which people learn so slowly that nothing would come to rest.
const mostPeriods = 100_000

// withTurnover is how many periods runs with turnover take in the paper's figure 4.
const withTurnover = 20

// mutualLearning is March's organisation at work. Whose beliefs are of more than 64 dimensions has several words of them.
type mutualLearning struct {
	n, m                 int
	naive                bool
	slow, fast           chance // to move towards the code
	fastPeople           int    // the first so many learn fast
	turnover, turbulence chance
	unmoved              []float64 // chance that the code stays as it is, by lead
	codeLearns           bool
	until                int // periods; 0 until nothing can change

	mask    []uint64 // the dimensions of each word
	reality []uint64
	code    []model.Code
	beliefs []model.Code // of person i from i·len(mask) on
	acts    []model.Code // of one person
	seen    []votes      // how those act who know better than the code
	course  []float64    // knowledge of the code

	keys struct{ reality, beliefs, acts, socialisation, learning, leaving, arriving sim.Key }
}

func newMarch(v Values) (Runner, error) {
	r := &mutualLearning{n: v.Count("n"), m: v.Count("m"), naive: v.Choice("reading") == naive, until: v.Count("t")}
	r.slow, r.fast = newChance(v.Number("p1")), newChance(v.Number("p1_fast"))
	r.fastPeople = int(math.Round(v.Number("fast") * float64(r.n)))
	r.turnover, r.turbulence = newChance(v.Number("turnover")), newChance(v.Number("turbulence"))
	r.unmoved = model.Unmoved(v.Number("p2"), r.n, nil)
	r.codeLearns = v.Number("p2") > 0
	if r.until == 0 {
		if r.turnover != never || r.turbulence != never {
			r.until = withTurnover
		} else if r.codeLearns && (r.socialisation(0) == never || r.socialisation(r.n-1) == never) {
			return nil, v.mismatch("t", "= 0: who never learns from the code (p1 = 0) never comes to agree with it; set a number of periods")
		}
	}
	r.mask = masks(r.m)
	words := len(r.mask)
	r.reality, r.code, r.acts = make([]uint64, words), make([]model.Code, words), make([]model.Code, words)
	r.beliefs, r.seen = make([]model.Code, r.n*words), make([]votes, words)
	return r, nil
}

// masks returns words that hold so many dimensions.
func masks(dimensions int) (mask []uint64) {
	for ; dimensions > 64; dimensions -= 64 {
		mask = append(mask, ^uint64(0))
	}
	return append(mask, ^uint64(0)>>(64-dimensions))
}

// Run lets the organisation learn.
func (r *mutualLearning) Run(_ int, key sim.Key, into []float64) {
	r.start(key)
	period := 0
	for ; !r.ends(period); period++ {
		r.period(period)
	}
	into[0] = r.course[period]
	into[1] = r.individualKnowledge()
	into[2] = float64(period)
}

// Course returns the knowledge of the code.
func (r *mutualLearning) Course() []float64 { return r.course }

// start draws reality and people's beliefs; the code believes nothing.
func (r *mutualLearning) start(key sim.Key) {
	k := &r.keys
	k.reality, k.beliefs, k.acts = key.Named("reality"), key.Named("beliefs"), key.Named("acts")
	k.socialisation, k.learning = key.Named("socialisation"), key.Named("learning")
	k.leaving, k.arriving = key.Named("leaving"), key.Named("arriving")
	clear(r.code)
	for w, mask := range r.mask {
		r.reality[w] = mask & k.reality.Bits(w, 0)
	}
	for i := range r.n {
		r.arrive(i, k.beliefs.At(i, 0))
	}
	r.course = append(r.course[:0], r.knowledge())
}

// arrive gives person i random beliefs.
func (r *mutualLearning) arrive(i int, s sim.Stream) {
	of := r.of(i)
	for w, mask := range r.mask {
		of[w] = randomBeliefs(mask, &s)
	}
}

// ends says whether the run is over after so many periods.
func (r *mutualLearning) ends(period int) bool {
	if r.until > 0 {
		return period == r.until
	}
	return period == mostPeriods || r.rests()
}

// period lets everything happen that happens in one, each from how matters stand at its start.
func (r *mutualLearning) period(period int) {
	r.change(period)
	known := total(r.code, r.reality)
	for w := range r.seen {
		r.seen[w].reset()
	}
	for i := range r.n {
		if r.act(i, period); total(r.acts, r.reality) > known {
			for w := range r.seen {
				r.seen[w].add(r.acts[w])
			}
		}
		r.socialise(i, period)
	}
	r.learn(period)
	r.course = append(r.course, r.knowledge())
}

// change replaces people and turns reality over.
func (r *mutualLearning) change(period int) {
	if r.turnover != never {
		for i := range r.n {
			s := r.keys.leaving.At(i, period)
			if r.turnover.of(1, &s) != 0 {
				r.arrive(i, r.keys.arriving.At(i, period))
			}
		}
	}
	if r.turbulence != never {
		s := r.keys.reality.At(len(r.mask), period)
		for w, mask := range r.mask {
			r.reality[w] ^= r.turbulence.of(mask, &s)
		}
	}
}

// act is what person i does: what it believes and, where it believes nothing, this or that by chance. In the naive reading
// its beliefs stand for that.
func (r *mutualLearning) act(i, period int) {
	copy(r.acts, r.of(i))
	if r.naive {
		return
	}
	for w, mask := range r.mask {
		if unsure := mask &^ r.acts[w].Held; unsure != 0 {
			r.acts[w].Held = mask
			r.acts[w].Word |= unsure & r.keys.acts.Bits(i*len(r.mask)+w, period)
		}
	}
}

// socialise moves the beliefs of person i towards the code where they differ: from the contrary to none, from none to the
// code's. In the naive reading both take one step.
func (r *mutualLearning) socialise(i, period int) {
	of := r.of(i)
	for w := range of {
		b, code := &of[w], r.code[w]
		differs := differences(*b, code)
		if differs == 0 {
			continue
		}
		s := r.keys.socialisation.At(i*len(r.mask)+w, period)
		moved := r.socialisation(i).of(differs, &s)
		given := moved
		if !r.naive {
			given &^= b.Held
		}
		b.Held = b.Held&^moved | given
		b.Word = b.Word&^moved | given&code.Word
	}
}

// learn moves the code towards how those act who know better.
func (r *mutualLearning) learn(period int) {
	for w := range r.code {
		for open := r.seen[w].against(r.code[w]); open != 0; open &= open - 1 {
			d := bits.TrailingZeros64(open)
			s := r.keys.learning.At(w*64+d, period)
			r.code[w].Learn(d, r.seen[w].lead(d), r.unmoved, s.Float64())
		}
	}
}

// rests says whether nothing can change: nobody differs from the code, and it can learn nothing from those who know better
// or, where they act by chance, might seem to. (If somebody might, sooner or later the code learns something.)
func (r *mutualLearning) rests() bool {
	known := total(r.code, r.reality)
	for w := range r.seen {
		r.seen[w].reset()
	}
	for i := range r.n {
		of, unsure := r.of(i), 0
		for w, b := range of {
			if differences(b, r.code[w]) != 0 {
				return false
			}
			if !r.naive {
				unsure += bits.OnesCount64(r.mask[w] &^ b.Held)
			}
		}
		switch {
		case total(of, r.reality)+unsure <= known:
		case unsure > 0 && r.codeLearns:
			return false
		default:
			for w, b := range of {
				r.seen[w].add(b)
			}
		}
	}
	for w := range r.seen {
		if r.codeLearns && r.seen[w].against(r.code[w]) != 0 {
			return false
		}
	}
	return true
}

// of returns the beliefs of person i.
func (r *mutualLearning) of(i int) []model.Code {
	words := len(r.mask)
	return r.beliefs[i*words : (i+1)*words]
}

// socialisation is the chance of person i to move towards the code.
func (r *mutualLearning) socialisation(i int) chance {
	if i < r.fastPeople {
		return r.fast
	}
	return r.slow
}

// differences is on which dimensions the code believes something that somebody does not.
func differences(b, code model.Code) uint64 { return code.Held &^ (b.Held &^ (b.Word ^ code.Word)) }

// total is the sum over all dimensions of belief × reality.
func total(beliefs []model.Code, reality []uint64) (sum int) {
	for w, b := range beliefs {
		sum += score(b, reality[w])
	}
	return sum
}

func (r *mutualLearning) knowledge() float64 {
	return float64(total(r.code, r.reality)) / float64(r.m)
}

func (r *mutualLearning) individualKnowledge() float64 {
	sum := 0
	for i := range r.n {
		sum += total(r.of(i), r.reality)
	}
	return float64(sum) / float64(r.n*r.m)
}

// marchDocks are the equilibria of the published recreation of the model (Workiewicz 2019, 100,000 runs a cell, values to
// ±.003), and runs with turnover by an independent implementation.
func marchDocks() (docks []Dock) {
	p1s := []string{".1", ".2", ".3", ".4", ".5", ".6", ".7", ".8", ".9"}
	for _, of := range []struct {
		p2        string
		knowledge []float64
	}{
		{".1", []float64{.863, .818, .803, .799, .799, .801, .805, .809, .812}},
		{".5", []float64{.955, .908, .869, .836, .809, .787, .768, .753, .740}},
	} {
		for k, p1 := range p1s {
			docks = append(docks, Dock{Quantity: "knowledge", At: []string{"p1=" + p1, "p2=" + of.p2}, Published: of.knowledge[k], Error: .0015, Source: Code})
		}
	}
	for _, of := range []struct {
		p1, turnover string
		knowledge    float64
	}{
		{".1", "0", .788}, {".1", ".05", .762}, {".1", ".1", .738},
		{".9", "0", .738}, {".9", ".05", .805}, {".9", ".1", .836},
	} {
		docks = append(docks, Dock{Quantity: "knowledge", At: []string{"p1=" + of.p1, "turnover=" + of.turnover, "t=20"}, Published: of.knowledge, Error: .001, Source: Reimplementing,
			Note: errorAssumed})
	}
	return append(docks,
		Dock{Quantity: "knowledge", At: []string{"p1=.1", "fast=.5"}, Against: []string{"p1=.5"}, Kind: Above, Source: Code,
			Note: "slow and fast learners, half and half, against all the same: p1 = .5 in the mean of both"},
		Dock{Quantity: "knowledge", At: []string{"turbulence=.02", "turnover=.1", "t=100"}, Against: []string{"turbulence=.02", "t=100"}, Kind: Above, Source: Code},
		Dock{Quantity: "knowledge", At: []string{"p1=.1", "reading=naive"}, Published: .839, Error: .001, Source: Reimplementing, Note: errorAssumed},
		Dock{Quantity: "knowledge", At: []string{"p1=.1", "reading=naive"}, Published: .955, Error: .0015, Kind: Differs, Source: Code},
	)
}
