package model

import (
	"slices"

	"polesim/sim"
)

// Pathways (French: parcours, filières): the ways of patients through the wards. They are drawn from the workflow,
// before any perimeter is read and alike in all replications: a governance never changes them.
var (
	pathwayNumber = declare(Parameter{Key: "pathways.number", Kind: Count, Scope: Hospitalwide, Unit: "pathways", Default: 4, Min: 1, Max: 20,
		Help:   "Pathways that begin in each ward; they share its admissions evenly.",
		Source: "assumption; more follow the flows more closely"})
	pathwayEmergency = declare(Parameter{Key: "pathways.emergency", Scope: Hospitalwide, Unit: "share", Default: .5, Min: 0, Max: 1,
		Help:   "Share of pathways that begin in an emergency department, if there is one, where no flows are listed.",
		Source: "assumption (general knowledge: about half of acute stays)"})
	pathwayTransfers = declare(Parameter{Key: "pathways.transfers", Scope: Hospitalwide, Unit: "ratio", Default: 1, Min: 0, Max: 2,
		Help:   "How readily wards pass patients on, as a multiple of what is judged of each kind, where no flows are listed.",
		Source: "calibrated to .5 to .65 moves from ward to ward a stay (public movement logs)"})
	pathwayOwner = declare(Parameter{Key: "pathways.owner", Scope: Hospitalwide, Unit: "share", Default: 0, Min: 0, Max: 1,
		Help:   "Share of pathways for which somebody answers as a whole (an owner, a coordinating nurse).",
		Source: "scenario; the case study: professionals do not manage the trajectories that they configure"})
	pathwayOwnerEffect = declare(Parameter{Key: "pathways.owner_effect", Scope: Hospitalwide, Unit: "share", Default: .3, Min: 0, Max: 1,
		Help:   "Share of the delay at each handover that an owner of the pathway saves.",
		Source: "assumption, its sign too"})
	pathwayHandover = declare(Parameter{Key: "pathways.handover", Scope: Hospitalwide, Unit: "days", Default: .5, Min: 0, Max: 1,
		Help:   "Delay that each move between services adds to a stay, without an owner of the pathway.",
		Source: "assumption"})
)

// onward is the chance that a ward of each kind passes an ordinary patient on to another ward, by judgement: intensive
// care nearly always does. Kinds without a number have no acute wards.
var onward = [...]float64{Medical: .37, Surgical: .37, Critical: .85, WomenChild: .25}

// longest is the most wards of a pathway: three transfers; more than 75 % of transferred patients follow one of 20
// trajectories of one to three (BMJ Open 2022).
const longest = 4

// A pathway is what a number of alike patients go through: perhaps an emergency department, then wards in order.
type pathway struct {
	wards      [longest]ServiceID
	stops      int // wards
	emergency  ServiceID
	volume     float64 // stays a year
	complexity float64 // of its patients, relative to the ordinary
	chance     float64 // in (0, 1): it has an owner where the share of those that do is above

	arriving       float64 // stays a year, at the surge in force
	days, handover float64 // of a stay at ordinary fit and load, and those among them lost at handovers
	route          int32   // on which it is, of all routes
}

// A route is the services that some pathways pass, and what its services make of the stays of all of them.
type route struct {
	services [longest + 1]ServiceID // wards in order, then the emergency department, if there is one
	stops    int                    // wards
	passed   int                    // services

	// How much longer stays are for each share of patients in other services' beds, summed over wards, and as many times
	// as long as without any they ordinarily are.
	offEffect, offUsual float64

	// This month's fit, by how much it is better than where stays are ordinary, and how many times as long stays then are
	// and what share of them comes back, if beds are as full as usual; last, how many times as long stays are.
	fit, better, stretched, back, stretch float64
}

// mean is the mean of something over the services passed.
func (r *route) mean(of []float64) float64 {
	total := 0.0
	for _, i := range r.services[:r.passed] {
		total += of[i]
	}
	return total / float64(r.passed)
}

// inWards is the sum of something over the wards.
func (r *route) inWards(of []float64) (sum float64) {
	for _, i := range r.services[:r.stops] {
		sum += of[i]
	}
	return sum
}

// routesOf returns the routes of pathways, and tells each on which it is.
func routesOf(pathways []pathway) (list []route) {
	type way struct {
		wards     [longest]ServiceID
		stops     int
		emergency ServiceID
	}
	known := map[way]int32{}
	for f := range pathways {
		p := &pathways[f]
		at, old := known[way{p.wards, p.stops, p.emergency}]
		if !old {
			at = int32(len(list))
			known[way{p.wards, p.stops, p.emergency}] = at
			r := route{stops: p.stops, passed: p.stops}
			copy(r.services[:], p.wards[:p.stops])
			if p.emergency != nobody {
				r.services[r.stops] = p.emergency
				r.passed++
			}
			list = append(list, r)
		}
		p.route = at
	}
	return list
}

// moves is the number of moves between services in a stay.
func (p *pathway) moves() float64 {
	moves := float64(p.stops - 1)
	if p.emergency != nobody {
		moves++
	}
	return moves
}

// A layout is what pathways are drawn from besides the hospital.
type layout struct{ number, emergency, transfers, stays float64 }

// hasBeds says of each service whether it is an acute ward. A hospital without any is taken to be wards throughout.
func hasBeds(services []Service) []bool {
	wards, any := make([]bool, len(services)), false
	for i := range services {
		kind := services[i].Kind
		wards[i] = int(kind) < len(onward) && onward[kind] > 0
		any = any || wards[i]
	}
	for i := range wards {
		wards[i] = wards[i] || !any
	}
	return wards
}

// drawPathways draws the pathways of a hospital.
func drawPathways(s *structure, ward []bool, l layout) (list []pathway) {
	key := sim.NewKey(0, 0).Named("pathways") // the hospital is the same in all replications
	w := waysOf(s, ward)
	begin, wards := 0.0, 0.0
	for i := range s.n {
		if ward[i] {
			begin += w.begin[i]
			wards++
		}
	}
	for i := range s.n {
		if !ward[i] {
			continue
		}
		for number := range int(l.number) {
			stream := key.At(i, number)
			p := pathway{stops: 1, emergency: nobody, chance: stream.Float64()}
			p.complexity = float64(stream.Float64()) + .5
			p.volume = l.stays * wards * w.begin[i] / begin / l.number
			p.wards[0] = ServiceID(i)
			if arrives := stream.Float64(); arrives < w.emergencyShare(i, l.emergency) {
				p.emergency = w.emergency[i]
			}
			w.extend(&p, l.transfers, &stream)
			list = append(list, p)
		}
	}
	return list
}

// Movements returns the moves of patients of the kth scenario in a year along pathways: from emergency departments to
// wards and from ward to ward.
func (b *Blueprint) Movements(k int) (flows []Flow) {
	s := b.structures[k]
	v := s.config.Value
	drawn := drawPathways(s, hasBeds(s.config.Services), layout{
		number: v(pathwayNumber), emergency: v(pathwayEmergency), transfers: v(pathwayTransfers), stays: v(wardStays),
	})
	for _, p := range drawn {
		at := p.emergency
		for _, ward := range p.wards[:p.stops] {
			if at != nobody {
				flows = append(flows, Flow{at, ward, p.volume})
			}
			at = ward
		}
	}
	return flows
}

// ways are who sends patients where: the listed flows as they are, or else the workflow.
type ways struct {
	structure *structure
	ward      []bool
	begin     []float64   // weight of the stays that begin in each ward
	emergency []ServiceID // where those of each ward come from in an emergency; nobody if there is no such place
	listed    *layer      // movements from each service to wards; nil where no flows are listed
	leaves    []float64   // share of a ward's patients who go on to another, with flows
	urgent    []float64   // share of a ward's patients who come from an emergency department, with flows
}

func waysOf(s *structure, ward []bool) *ways {
	w := &ways{structure: s, ward: ward, begin: slices.Clone(s.activity), emergency: make([]ServiceID, s.n)}
	services := s.config.Services
	for i := range w.emergency { // on the same site, or else the first
		w.emergency[i] = nobody
		for j := range services {
			if services[j].Kind != Emergency || ward[j] {
				continue
			}
			near := services[j].Site == services[i].Site
			if found := w.emergency[i]; found == nobody || near && services[found].Site != services[i].Site {
				w.emergency[i] = ServiceID(j)
			}
		}
	}
	if len(s.config.Flows) > 0 {
		w.readFlows()
	}
	return w
}

// readFlows takes movements between wards, and from emergency departments to wards, as they are listed. Activity is
// read as stays over the same period where it is at least the movements in and out; where it is less, it was counted
// otherwise, and the larger of the two is taken.
func (w *ways) readFlows() {
	n, services := w.structure.n, w.structure.config.Services
	in, out, urgent := make([]float64, n), make([]float64, n), make([]float64, n)
	most := make([]float64, n)
	rows := make([][]Flow, n)
	for _, f := range w.structure.config.Flows {
		if !w.ward[f.To] || f.From == f.To {
			continue
		}
		switch {
		case w.ward[f.From]:
			rows[f.From] = append(rows[f.From], f)
			out[f.From] += f.Count
			in[f.To] += f.Count
		case services[f.From].Kind == Emergency:
			urgent[f.To] += f.Count
			if f.Count > most[f.To] {
				most[f.To], w.emergency[f.To] = f.Count, f.From
			}
		}
	}
	w.listed = newLayer(n, func(i int, weights []float64) {
		for _, f := range rows[i] {
			weights[f.To] += f.Count
		}
	})
	w.leaves, w.urgent = make([]float64, n), make([]float64, n)
	for i := range n {
		through := max(w.structure.activity[i], in[i]+urgent[i], out[i])
		const some = .05 // begin in every ward
		w.begin[i] = max(through-in[i], some*through)
		w.leaves[i] = ratio(out[i], through)
		w.urgent[i] = min(1, ratio(urgent[i], w.begin[i]))
	}
}

// emergencyShare returns the share of stays beginning in ward i that come through an emergency department.
func (w *ways) emergencyShare(i int, assumed float64) float64 {
	if w.urgent != nil {
		return w.urgent[i]
	}
	return assumed
}

// extend lets a pathway go on from ward to ward: the more complex its patients, the more readily.
func (w *ways) extend(p *pathway, transfers float64, s *sim.Stream) {
	for p.stops < longest {
		at := p.wards[p.stops-1]
		chance := w.chance(at, transfers)
		if w.listed == nil {
			chance = min(.95, chance*p.complexity)
		}
		if !s.Bernoulli(chance) {
			return
		}
		next := w.next(at, p, s)
		if next == nobody {
			return
		}
		p.wards[p.stops] = next
		p.stops++
	}
}

// chance is that of an ordinary patient of a ward to go on to another.
func (w *ways) chance(at ServiceID, transfers float64) float64 {
	if w.listed != nil {
		return w.leaves[at]
	}
	kind := int(w.structure.config.Services[at].Kind)
	if kind >= len(onward) { // a hospital without acute wards
		kind = int(Medical)
	}
	return onward[kind] * transfers
}

// next draws the ward after one, other than those before; nobody if the flows lead to none.
func (w *ways) next(at ServiceID, p *pathway, s *sim.Stream) ServiceID {
	const tries = 64
	from := w.structure.workflow
	if w.listed != nil {
		from = w.listed
	}
	for range tries {
		j := from.pick(at, s)
		if j == nobody {
			return nobody
		}
		if w.ward[j] && !p.passes(j) {
			return j
		}
	}
	return nobody
}

// passes says whether a pathway already goes through a ward.
func (p *pathway) passes(j ServiceID) bool {
	for _, i := range p.wards[:p.stops] {
		if i == j {
			return true
		}
	}
	return false
}
