package model

import "slices"

// A need is what must be on for a parameter to act: one of some switches, weights or choices.
type need []string

// needs says of sections, and of single parameters in their place, what must be on for them to act. It lists no more than
// what holds always: a parameter whose needs are met may still find nothing to act on, which experiments/influence finds out.
// A switch that opens its own section needs nothing of that.
var needs = map[string][]need{
	"formal.results":              {{"governance.contract"}},
	"formal.ceremony":             {{"governance.contract", "money.accounts"}},
	"governance.incentive":        {{"governance.contract"}},
	"governance.delegation":       {{"governance.contract"}},
	"governance.negotiated_share": {{"governance.contract"}},
	"goals.steering":              {{"governance.contract"}},

	"steering":       {{"governance.contract"}, {"steering.cycle"}},
	"steering.cycle": {{"governance.contract"}},
	"steering.level": {{"governance.contract"}, {"steering.cycle"}},

	"technostructure":               {{"technostructure.staffed"}},
	"technostructure.reporting":     {{"technostructure.staffed", "processes.staffed"}},
	"money":                         {{"money.accounts"}},
	"money.analyst":                 {{"money.accounts"}, {"technostructure.staffed", "processes.staffed"}},
	"money.project_cost":            {{"money.accounts"}, {"projects.field"}},
	"money.equipment_years":         {{"money.accounts"}, {"projects.field"}, {"money.project_cost"}},
	"supervision":                   {{"formal.direct_supervision"}},
	"supervision.noise":             {{"formal.direct_supervision", "chief.authority"}},
	"supervision.takes_time":        {{"formal.direct_supervision"}, {"chief.acts"}},
	"supervision.units":             {{"formal.direct_supervision"}, {"chief.acts"}, {"supervision.takes_time"}},
	"processes":                     {{"formal.work_processes"}},
	"processes.trials_per_post":     {{"formal.work_processes"}, {"processes.staffed"}},
	"processes.like":                {}, // outcomes tell how alike services are whom a template would hold for
	"norms":                         {{"formal.norms"}},
	"demand":                        {{"staff.posts", "care.units"}},
	"staff":                         {{"staff.posts"}},
	"pathways":                      {{"care.units"}},
	"pathways.owner_calls":          {{"care.units"}, {"pathways.owner"}},
	"pathways.owner_effect":         {{"care.units"}, {"pathways.owner"}},
	"care":                          {{"care.units"}},
	"care.feedback":                 {{"care.units"}, {"staff.posts"}},
	"legitimacy":                    {{"legitimacy.earned"}},
	"legitimacy.resented":           {{"legitimacy.earned"}, {"chief.acts"}, {"chief.authority"}},
	"belonging":                     {{"belonging.moves"}},
	"chief":                         {{"chief.acts"}},
	"chief.conflict_time":           {{"chief.acts"}, {"governance.contract"}},
	"liaison":                       {{"liaison.offices"}},
	"forms":                         {{"forms.move"}},
	"mandates":                      {{"mandates.end"}},
	"mandates.places":               {{"mandates.end"}, {"mandates.choice"}},
	"mandates.hurdle":               {{"mandates.end"}, {"mandates.choice"}},
	"mandates.reluctance":           {{"mandates.end"}, {"mandates.choice"}},
	"mandates.smallest":             {{"mandates.end"}, {"mandates.choice"}},
	"mandates.disciplines_together": {{"mandates.end"}, {"mandates.choice"}},
	"projects":                      {{"projects.field"}},
}

// Needs lists what must be on for a parameter to act, one of each list of keys; nothing where it acts always.
func (p Parameter) Needs() [][]string {
	list, own := needs[p.Key]
	if !own {
		list = needs[p.Section()]
	}
	var keys [][]string
	for _, n := range list {
		if !slices.Contains(n, p.Key) {
			keys = append(keys, slices.Clone(n))
		}
	}
	return keys
}

// Lacks returns what a parameter would need to act in a scenario and is off there from the first month to the last, in the
// hospital, in every pôle and in every service; nothing where it can act.
func (c *Config) Lacks(id ParameterID) []string {
	for _, n := range registry[id].Needs() {
		if !c.usesAny(n) {
			return n
		}
	}
	return nil
}
