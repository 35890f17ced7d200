package model

import "polesim/sim"

// A searcher is a reference on the same landscape: services that flip one practice at a time with perfect sight, no
// cost and the same units of time (those of the scenario, when a time line changes them too), either by their own care alone or by the care of the whole hospital. Between the two
// lies what coordination could win: the coordination gap.
type searcher struct {
	*structure
	practices Practices
	whole     bool    // judge by the whole hospital
	time      []stage // units per service and month
	stage     int     // the next of them
	units     float64 // this month's
	key       sim.Key
}

func newSearcher(s *structure, whole bool) *searcher {
	return &searcher{structure: s, whole: whole, time: s.course(s.timeIn)}
}

// timeIn returns the units of time of a service in a month of an era, mean over services.
func (s *structure) timeIn(e *era) float64 {
	units := e.config.Value(meetingUnits)
	for i := range s.n {
		units += e.config.ServiceValue(ServiceID(i), attentionUnits) / float64(s.n)
	}
	return units
}

func (r *searcher) reset(l *Landscape, key sim.Key) {
	r.key = key.Named("reference")
	r.stage = 0
	r.practices.Reset(l, startOf(r.structure, key))
}

// Step is a month of search.
func (r *searcher) Step(month int) {
	r.practices.Renew()
	for ; r.stage < len(r.time) && month >= r.time[r.stage].from; r.stage++ {
		r.units = r.time[r.stage].value
	}
	for i := range r.n {
		s := r.key.At(i, month)
		units := int(r.units)
		if s.Bernoulli(r.units - float64(units)) {
			units++
		}
		for range units {
			b := i*r.m + s.IntN(r.m)
			gain := 0.0
			if r.whole {
				gain = r.practices.WholeCare(b, r.share)
			} else {
				gain, _ = r.practices.OwnCare(b)
			}
			if Worthwhile(gain, 0) {
				r.practices.Flip(b)
			}
		}
	}
}

// care returns the hospital's care effectiveness.
func (r *searcher) care() (total float64) {
	for i := range r.n {
		total += float64(r.share[i] * r.practices.Care(i))
	}
	return total
}
