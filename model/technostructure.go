package model

import "math"

// The technostructure: management control (contrôle de gestion) and the analysts who write templates. Indicators are as
// good as the posts that make them: more explain more and err less, with diminishing returns. Posts of both cost wages,
// and services that are asked to report, or studied, time.
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
		Help:   "Share of a service's time that reporting to one post of management control per service takes, or being studied by one analyst per service.",
		Source: "assumption: 3 % at one analyst for ten services"})
	processesStaffed = declare(Parameter{Key: "processes.staffed", Kind: Switch, Scope: Hospitalwide, Default: 0,
		Help:   "Whether analysts who write templates are posts, which cost wages (money.analyst) and services' time (technostructure.reporting); false lets them work for nothing.",
		Source: "Mintzberg 1979: analysts are the technostructure of a machine bureaucracy"})
	processesPerPost = declare(Parameter{Key: "processes.trials_per_post", Scope: Hospitalwide, Unit: "trials per month", Default: 1, Min: .1, Max: 20,
		Help:   "Changes of a template that one analyst tries in a month: how many posts processes.analysts are.",
		Source: "assumption: a study of a month"})
)

// technostructure is that of a hospital.
type technostructure struct {
	idle
	on       bool      // whether there is any, as posts
	control  float64   // posts of management control, per service
	analysts float64   // posts of those who write templates
	time     []float64 // what reporting and being studied leave of each service's time
}

// posts are all there are.
func (t *technostructure) posts() float64 {
	return float64(t.control*float64(len(t.time))) + t.analysts
}

func newTechnostructure(n int) *technostructure { return &technostructure{time: make([]float64, n)} }

// read takes in the parameters.
func (t *technostructure) read(h *Hospital) {
	v := h.config.Value
	measures := v(technostructureStaffed) != 0
	t.control, t.analysts = 0, 0
	if measures {
		t.control = v(technostructurePosts)
		t.measures(h)
	}
	if v(processesStaffed) != 0 && h.anyCharterNames(workProcessesMechanism{}) {
		t.analysts = v(processesAnalysts) / v(processesPerPost)
	}
	t.on = measures || t.analysts > 0
	each := t.control + t.analysts/float64(h.n)
	for i := range t.time {
		t.time[i] = 1
		if t.on {
			t.time[i] = max(0, 1-float64(each*h.config.ServiceValue(ServiceID(i), technostructureReporting)))
		}
	}
}

// measures puts validity and noise in force. With x posts for each that is usual, what the indicator leaves unexplained
// below its ceiling, and the variance of its noise, are 2/(1 + x) times what they are at the usual posts:
//
//	validity = ceiling − (ceiling − ν)·2/(1 + x),   noise = σ_M·√(2/(1 + x)).
func (t *technostructure) measures(h *Hospital) {
	v := h.config.Value
	left := 2 / (1 + v(technostructurePosts)/v(technostructureUsual))
	for i := range h.people {
		d := &h.people[i]
		ceiling := max(d.validity, v(technostructureCeiling))
		d.validity = max(0, ceiling-float64((ceiling-d.validity)*left))
		d.measurementNoise *= math.Sqrt(left)
	}
	h.reckonNoise()
}

var technostructureOutcomes = []Outcome{
	{Name: "analyst_posts", Label: "posts of analysts of work", Unit: "posts", Monthly: true, Part: "processes.staffed", Basis: Assumed,
		Meaning: "Posts of those who write templates, if they are counted as posts; 0 where no charter names templates.",
		observe: func(h *Hospital) float64 { return h.technostructure.analysts }},
	{Name: "analyst_wages", Label: "wages of analysts of work", Unit: thousands, Monthly: true, Part: "processes.staffed", Basis: Assumed,
		Meaning: "What the hospital pays those who write templates; part of cost_per_stay, 0 without accounts.",
		observe: func(h *Hospital) float64 {
			return h.money.booked(thousandsAYear(cents(h.money.rules.analyst * h.technostructure.analysts)))
		}},
	{Name: "technostructure_time", Label: "time that the technostructure takes", Unit: "share of time", Monthly: true,
		Part: "processes.staffed", Also: []string{"technostructure.staffed"}, Basis: Assumed,
		Meaning: "Share of services' time that reporting to management control, if it is staffed, and being studied by analysts take, mean.",
		observe: func(h *Hospital) float64 {
			return 1 - h.mean(func(i int) float64 { return h.technostructure.time[i] })
		}},
}
