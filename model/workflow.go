package model

import "polesim/sim"

// The workflow layer: who depends on whom for patients. It is made before any perimeter is read.
var (
	interSite = declare(Parameter{Key: "workflow.inter_site", Scope: Hospitalwide, Fixed: true, Unit: "share", Default: .02, Min: 0, Max: 1,
		Help:   "Share of a service's patient flow that goes to other sites in a generated workflow.",
		Source: "1 to 3 % in public movement logs (Bean et al. 2017: 1.4 %)"})
	workflowConcentration = declare(Parameter{Key: "workflow.concentration", Scope: Hospitalwide, Fixed: true, Unit: "SD of log", Default: 1.5, Min: 0, Max: 3,
		Help:   "How unequal a service's flows to its partners are: standard deviation of the logarithm of each flow.",
		Source: "calibrated: modularity of flows within sites .15 to .35, as in public movement logs (Bean et al. 2017)"})
)

// affinity[i][j] is how much a service of kind i depends on one of kind j of the same activity, by judgement: wards
// live by diagnosis, emergency by wards that admit, rehabilitation by those who send. Order of the kinds' constants.
var affinity = [][]float64{
	Medical:        {1.5, .6, 3, 2, 1, .1, .2, .8, .4, 1},
	Surgical:       {.7, 1, 3, 1.5, 2, .1, .1, .8, .2, 3},
	Diagnostic:     {2, 2, .5, 2, 1, .8, .3, .3, .2, 1},
	Emergency:      {2, 1.5, 3, .5, 1.5, .5, .8, .1, .3, 1},
	Critical:       {1.5, 2, 3, 2, .8, .3, .1, .4, .1, 1.5},
	WomenChild:     {.3, .4, 2, 1, 1, 2.5, .2, .1, .1, 1},
	Psychiatry:     {.5, .1, .5, 1.5, .1, .2, 2.5, .3, .5, .5},
	Rehabilitation: {1.5, 1.5, 1, .1, .5, .1, .2, .8, .8, .8},
	LongTerm:       {1, .3, .8, .5, .1, .1, .5, 1, 1, .8},
	Support:        {1.5, 2.5, 1, 1, 1.5, .8, .3, .4, .3, .5},
}

// workflowOf returns the workflow layer of a hospital that lists its services: its flows if it has any, and
// otherwise gravity (kind and activity of the partner) with a fixed share across sites.
func workflowOf(c *Config) *layer {
	n := len(c.Services)
	if len(c.Flows) > 0 {
		return flowsLayer(c.Flows, n)
	}
	key := sim.NewKey(0, 0).Named("workflow") // the hospital is the same in all replications
	across, spread := c.Value(interSite), c.Value(workflowConcentration)
	return newLayer(n, func(i int, weights []float64) {
		here, there := 0.0, 0.0
		for j := range weights {
			if j == i {
				continue
			}
			s := key.At(i, j)
			a, b := &c.Services[i], &c.Services[j]
			weights[j] = float64(affinity[a.Kind][b.Kind] * b.Activity * sim.Exp(spread*s.Normal()))
			if a.Site == b.Site {
				here += weights[j]
			} else {
				there += weights[j]
			}
		}
		for j := range weights {
			switch {
			case here == 0 || there == 0: // one site only, or alone on one's site
			case c.Services[i].Site == c.Services[j].Site:
				weights[j] *= (1 - across) / here
			default:
				weights[j] *= across / there
			}
		}
	})
}

// flowsLayer turns counted movements into dependence: i depends on those it sends patients to and on those who send
// it patients, in proportion to movements (reciprocal prescription).
func flowsLayer(flows []Flow, n int) *layer {
	rows := make(map[ServiceID][]Flow, n)
	for _, f := range flows {
		rows[f.From] = append(rows[f.From], f)
		rows[f.To] = append(rows[f.To], Flow{f.To, f.From, f.Count})
	}
	return newLayer(n, func(i int, weights []float64) {
		for _, f := range rows[ServiceID(i)] {
			weights[f.To] += f.Count
		}
	})
}

// kinship is the share of the discipline layer that follows kind instead of discipline, by judgement.
const kinship = .2

// disciplinesOf returns the discipline layer: colleagues of the same discipline, whatever their site, and to a small
// share services of the same kind; alone in its kind, a service is tied to all others alike.
func disciplinesOf(c *Config) *layer {
	n := len(c.Services)
	return newLayer(n, func(i int, weights []float64) {
		colleagues, kin := 0, 0
		for j := range c.Services {
			switch {
			case j == i:
			case c.Services[j].Discipline == c.Services[i].Discipline:
				colleagues++
			case c.Services[j].Kind == c.Services[i].Kind:
				kin++
			}
		}
		for j := range weights {
			switch {
			case j == i:
			case c.Services[j].Discipline == c.Services[i].Discipline:
				weights[j] = (1 - kinship) / float64(colleagues)
			case c.Services[j].Kind == c.Services[i].Kind:
				weights[j] = kinship / float64(kin)
			case colleagues+kin == 0:
				weights[j] = 1
			}
		}
	})
}
