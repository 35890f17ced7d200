package main

import (
	"bytes"
	"context"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"polesim/experiments/classics"
)

// classicTables are the docks of each published model, on its page, and all in brief. They are made by full runs, however
// many replications are asked for elsewhere.
func classicTables() (all []table) {
	for _, c := range classics.All() {
		all = append(all, table{"docs/classics/" + c.Name + ".md", "docks", func(ctx context.Context, _ int) (string, error) {
			return theDocks(ctx, c)
		}})
	}
	return append(all, table{"docs/classics/README.md", "docks", theClassics})
}

// drawClassics draws the figures of all models for their pages.
func drawClassics(ctx context.Context) error {
	for _, c := range classics.All() {
		for k := range c.Figures {
			f := &c.Figures[k]
			drawn, err := c.Draw(ctx, f, full)
			if err != nil {
				return err
			}
			var png bytes.Buffer
			if err := drawn.WritePNG(&png); err != nil {
				return err
			}
			if err := os.WriteFile(filepath.Join("docs", "figures", "classics-"+f.Name+".png"), png.Bytes(), 0o644); err != nil {
				return err
			}
		}
	}
	return nil
}

// full is how precisely models are held against what was published.
var full = classics.Budget{Full: true, Seed: 1}

// findings holds a model against all that was published of it, once, for its page and for the list of all.
func findings(ctx context.Context, c *classics.Classic) ([]classics.Finding, error) {
	if found, known := tried[c]; known {
		return found, nil
	}
	var found []classics.Finding
	_, err := classics.Try(ctx, c, full, func(f classics.Finding) error {
		found = append(found, f)
		return nil
	})
	if err == nil {
		tried[c] = found
	}
	return found, err
}

var tried = map[*classics.Classic][]classics.Finding{}

// theDocks are what was published of a model and what comes out.
func theDocks(ctx context.Context, c *classics.Classic) (string, error) {
	found, err := findings(ctx, c)
	if err != nil {
		return "", err
	}
	var b strings.Builder
	b.WriteString(head("quantity", "at", "published", "here", "n", "apart", "verdict", "published as"))
	for _, f := range found {
		fmt.Fprintf(&b, "| %s | %s | %s | %s | %d | %s | %s | %s |\n", f.Quantity().Label, f.Setting(), f.Expected(), f.Found(), f.N,
			f.Apart(), f.Verdict(), f.Dock.Source)
	}
	return b.String(), nil
}

// theClassics are all models in brief.
func theClassics(ctx context.Context, _ int) (string, error) {
	var b strings.Builder
	b.WriteString(head("model", "what it is about", "docks that hold", "numbers: furthest from the published one"))
	for _, c := range classics.All() {
		found, err := findings(ctx, c)
		if err != nil {
			return "", err
		}
		held, furthest, varies := 0, 0.0, false
		for _, f := range found {
			if f.Passes {
				held++
			}
			if f.Dock.Kind == classics.Equals && !math.IsInf(f.Distance, 0) {
				furthest, varies = max(furthest, math.Abs(f.Distance)), varies || f.Error > 0
			}
		}
		far := fmt.Sprintf("%.1f s.e.", furthest)
		switch {
		case !slices.ContainsFunc(found, func(f classics.Finding) bool { return f.Dock.Kind == classics.Equals }):
			far = "orderings only"
		case !varies:
			far = "exact, to rounding"
		}
		fmt.Fprintf(&b, "| [%s](%s.md) | %s | %d of %d | %s |\n", c.Name, c.Name, c.Title, held, len(found), far)
	}
	return b.String(), nil
}
