package model

import "math"

// The technostructure of management control (contrôle de gestion): indicators are as good as the posts that make them.
// More posts explain more and err less, with diminishing returns; they cost wages, and services asked to report cost time.
var (
	technostructureStaffed = declare(Parameter{Key: "technostructure.staffed", Kind: Switch, Scope: Hospitalwide, Default: 0,
		Help:   "Whether validity and noise of indicators follow from posts of management control; false leaves them as measurement says, at no cost.",
		Source: "Mintzberg 1979: results are standardised by a technostructure"})
	technostructurePosts = declare(Parameter{Key: "technostructure.posts", Scope: Hospitalwide, Unit: "posts per service", Default: .1, Min: 0, Max: 1,
		Help:   "Posts of management control; measurement.validity and measurement.noise hold at technostructure.usual_posts.",
		Source: "assumption"})
	technostructureUsual = declare(Parameter{Key: "technostructure.usual_posts", Scope: Hospitalwide, Unit: "posts per service", Default: .1, Min: .01, Max: 1,
		Help:   "Posts at which indicators are as measurement.validity and measurement.noise say.",
		Source: "assumption: one analyst for ten services"})
	technostructureCeiling = declare(Parameter{Key: "technostructure.ceiling", Scope: Hospitalwide, Unit: "share", Default: .8, Min: 0, Max: 1,
		Help:   "Validity that no number of posts exceeds: what of the work can be measured at all.",
		Source: "assumption; Mintzberg 1979: complex work eludes measurement"})
	technostructureReporting = declare(Parameter{Key: "technostructure.reporting", Scope: PerService, Unit: "share of time per post", Default: .3, Min: 0, Max: 1,
		Help:   "Share of a service's time that reporting to one post of management control per service takes.",
		Source: "assumption: 3 % at one analyst for ten services"})
)

// technostructure is the management control of a hospital.
type technostructure struct {
	idle
	on    bool
	posts float64   // of the hospital
	time  []float64 // what reporting leaves of each service's time
}

func newTechnostructure(n int) *technostructure { return &technostructure{time: make([]float64, n)} }

// read puts validity and noise in force. With x posts for each that is usual, what the indicator leaves unexplained below
// its ceiling, and the variance of its noise, are 2/(1 + x) times what they are at the usual posts:
//
//	validity = ceiling − (ceiling − ν)·2/(1 + x),   noise = σ_M·√(2/(1 + x)).
func (t *technostructure) read(h *Hospital) {
	v := h.config.Value
	t.on, t.posts = v(technostructureStaffed) != 0, 0
	for i := range t.time {
		t.time[i] = 1
	}
	if !t.on {
		return
	}
	each := v(technostructurePosts)
	t.posts = each * float64(h.n)
	left := 2 / (1 + each/v(technostructureUsual))
	for i := range h.people {
		d := &h.people[i]
		ceiling := max(d.validity, v(technostructureCeiling))
		d.validity = max(0, ceiling-float64((ceiling-d.validity)*left))
		d.measurementNoise *= math.Sqrt(left)
		t.time[i] = 1 - float64(each*h.config.ServiceValue(ServiceID(i), technostructureReporting))
	}
	h.reckonNoise()
}
