package sensitivity

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// Methods of analysis, as a user names them.
const (
	MethodMorris   = "morris"
	MethodSobol    = "sobol"
	MethodResponse = "response"
	MethodMap      = "map"
	MethodBest     = "best"
)

// ErrUnfit is wrapped where an analysis does not fit the sampler, the factors or the scenarios of a study.
var ErrUnfit = errors.New("the analysis does not fit")

// AllMethods are the analyses there are.
func AllMethods() []string {
	return []string{MethodMorris, MethodSobol, MethodResponse, MethodMap, MethodBest}
}

// needs names the one sampler of which an analysis can be made.
var needs = map[string]string{MethodMorris: "morris", MethodSobol: "saltelli"}

// Methods are the analyses that fit a study, the most telling first.
func Methods(s Study) (fit []string) {
	order := []string{MethodMorris, MethodSobol, MethodMap, MethodResponse, MethodBest}
	if len(s.Scenarios) > 2 {
		order = []string{MethodMorris, MethodSobol, MethodBest, MethodMap, MethodResponse}
	}
	for _, m := range order {
		if Fits(m, s) == nil {
			fit = append(fit, m)
		}
	}
	return fit
}

// Fits returns nil if the analysis can be made of a study, or an [ErrUnfit] that says what it needs and what can be made
// instead.
func Fits(method string, s Study) error {
	if !slices.Contains(AllMethods(), method) {
		return fmt.Errorf("no method %q; there are %s", method, strings.Join(AllMethods(), ", "))
	}
	why := misfit(method, s)
	if why == "" {
		return nil
	}
	var instead []string
	for _, m := range AllMethods() {
		if misfit(m, s) == "" {
			instead = append(instead, m)
		}
	}
	if len(instead) > 0 {
		why += ": use " + strings.Join(instead, " or ")
	}
	return fmt.Errorf("%s %s%w", method, why, quiet{})
}

// quiet is ErrUnfit without words: what stands before it says all.
type quiet struct{}

func (quiet) Error() string { return "" }
func (quiet) Unwrap() error { return ErrUnfit }

func misfit(method string, s Study) string {
	switch sampler, one := needs[method]; {
	case len(s.Factors) == 0 && method != MethodBest:
		return "needs a factor; this study has none"
	case one && s.Sampler != sampler:
		return fmt.Sprintf("needs the %s sampler; this study was sampled by %s", sampler, s.Sampler)
	case method == MethodMap && (s.Sampler == "morris" || s.Sampler == "saltelli"):
		return fmt.Sprintf("needs a grid or points that fill the space; this study was sampled by %s", s.Sampler)
	case method == MethodMap && len(s.Factors) < 2:
		return "needs two factors; this study has one"
	case method == MethodMap && apart(s) != "":
		return fmt.Sprintf("needs two ranges, or levels along both axes; %s has named levels, and the other factor is a range", apart(s))
	case method == MethodMap && len(s.Scenarios) < 2:
		return "needs two scenarios to compare; this study has one"
	case method == MethodBest && len(s.Scenarios) < 2:
		return "needs two scenarios at least; this study has one"
	case (method == MethodBest || method == MethodResponse) && (s.Sampler == "morris" || s.Sampler == "saltelli"):
		// the points of a block share coordinates: residuals are not each for itself, and bands would be far too narrow
		return fmt.Sprintf("needs points that stand for themselves; this study was sampled by %s", s.Sampler)
	}
	return ""
}
