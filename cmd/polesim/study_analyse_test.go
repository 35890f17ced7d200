package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestWhatAStudyShowsIsSaidAndDrawn(t *testing.T) {
	t.Parallel()
	dir := designed(t, smallDesign)
	polesim(t, dir, "study", "run", "d.toml", "--out", "s").exits(exitDone)
	polesim(t, dir, "study", "analyse", "s").exits(exitDone).says("care_effectiveness, pmu − contract", "professionals.autonomy")
	polesim(t, dir, "study", "analyse", "s", "--between", "pmu,contract", "--outcome", "goal_value").exits(exitDone).says("goal_value, contract − pmu")
	polesim(t, dir, "study", "analyse", "s", "--method", "best").exits(exitDone).says("care_effectiveness")
	var r struct {
		Method, Outcome string
		Responses       []struct {
			Measure string
			Gaps    struct {
				Planned int `json:"planned_points"`
				Used    int `json:"points_used"`
			}
		}
	}
	analysed := polesim(t, dir, "study", "analyse", "s", "--json").exits(exitDone)
	if err := json.Unmarshal([]byte(analysed.stdout), &r); err != nil || r.Method != "response" || len(r.Responses) != 1 || r.Responses[0].Gaps.Used != 5 {
		t.Error(r, err)
	}
	polesim(t, dir, "study", "plot", "s").exits(exitDone).says("s/figures/response-care_effectiveness.png")
	if text := read(t, dir, "s/figures", "response-care_effectiveness.txt"); !strings.Contains(text, "5 points of halton, n = 3 runs of 6 months at each.") {
		t.Error(text)
	}
	polesim(t, dir, "study", "plot", "s", "--method", "best", "--out", "f", "--json").exits(exitDone).says(`{"files":["f/best-care_effectiveness.svg"`)

	// What is whole of a study is analysed, and what is missing said.
	polesim(t, dir, "study", "run", "d.toml", "--out", "half", "--runner", "shard", "--shard", "1/2").exits(exitDone)
	if _, err := os.Stat(filepath.Join(dir, "half", "runs.parquet")); err == nil {
		t.Error("a shard was merged")
	}
	polesim(t, dir, "study", "analyse", "half").exits(exitDone).says("Missing: ", "of 5 planned have no value; fewer than 3 runs at 1 point of 3.")
}

func TestWhatAStudyCannotShowIsRefused(t *testing.T) {
	t.Parallel()
	dir := designed(t, smallDesign)
	polesim(t, dir, "study", "run", "d.toml", "--out", "s").exits(exitDone)
	for line, words := range map[string][]string{
		"analyse":                                        {"got no argument"},
		"analyse nothing":                                {"nothing"},
		"analyse s --method sobol":                       {"sobol needs the saltelli sampler; this study was sampled by halton: use response or best"},
		"plot s --method map":                            {"map needs two factors"},
		"analyse s --method anova":                       {"expected morris or sobol or response or map or best"},
		"analyse s --outcome goal_valeu":                 {`no outcome "goal_valeu". Did you mean goal_value? It has care_effectiveness, `},
		"plot s --between pmu,contrcat":                  {`no scenario "contrcat". Did you mean contract? It has contract, pmu`},
		"plot s --between pmu":                           {"expected two different scenarios, A,B, of contract, pmu; got pmu"},
		"plot s --between pmu,pmu":                       {"expected two different scenarios"},
		"analyse s --method best --between pmu,contract": {"best compares all scenarios"},
		"analyse s --lowest":                             {"the lowest value matters to method best alone"},
	} {
		polesim(t, dir, strings.Fields("study "+line)...).refuses(words...)
	}
}
