package main

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"polesim/experiments"
	"polesim/model"
	"polesim/scenarios"
)

// runFlags are the flags that run and compare share.
type runFlags struct {
	replications, months, workers int
	seed                          uint64
	out                           string
	sets                          []string
	series                        word
	force, json, all, noFigures   bool
	details                       bool
}

func (f *runFlags) declare(cmd *cobra.Command) {
	f.series = word{"mean", []string{"mean", "all"}}
	fs := cmd.Flags()
	fs.SortFlags = false // the order tells what is wanted most often
	fs.IntVar(&f.replications, "replications", 0, "`number` of replications (default: the scenario's, 200)")
	fs.IntVar(&f.months, "months", 0, "`number` of months of a run (default: the scenario's, 120)")
	fs.Uint64Var(&f.seed, "seed", 0, "`number` from which all random numbers follow (default: the scenario's, 1)")
	fs.IntVar(&f.workers, "workers", 0, "`number` of runs at once, 0 for one on each core; results do not depend on it")
	fs.StringVar(&f.out, "out", "", "result `folder` (default results/<name>-<seed>)")
	fs.StringArrayVar(&f.sets, "set", nil, "change a parameter or list element, `key=value`: formal.skills=0.5, 'poles[Enfant].ambiguity=.9'; repeatable")
	fs.Var(&f.series, "series", "months to keep: mean and quantiles over runs, or those of all runs too")
	fs.BoolVar(&f.details, "details", false, "look at services and pôles one by one too: print the pôles, keep all for spreadsheets")
	fs.BoolVar(&f.force, "force", false, "replace a result folder of that name, unless it holds files that polesim did not write")
	fs.BoolVar(&f.json, "json", false, "write the summary as JSON instead of a table")
	fs.BoolVar(&f.all, "all", false, "print all outcomes, not only those that tell the story")
	fs.BoolVar(&f.noFigures, "no-figures", false, "draw no figures")
}

func newRun() *cobra.Command {
	var f runFlags
	cmd := &cobra.Command{
		Use:     "run SCENARIO",
		GroupID: groupRun,
		Short:   "Run one scenario",
		Long:    "Run one scenario many times and show how its outcomes spread.",
		Example: "  polesim run ghu-pmu --replications 50 --set professionals.autonomy=0.5",
		Args:    cobra.ExactArgs(1),
		RunE:    func(cmd *cobra.Command, args []string) error { return f.execute(cmd, args) },
	}
	f.declare(cmd)
	return cmd
}

func newCompare() *cobra.Command {
	var f runFlags
	cmd := &cobra.Command{
		Use:     "compare SCENARIO SCENARIO …",
		GroupID: groupRun,
		Short:   "Compare scenarios on the same hospital, patients and shocks",
		Long: `Compare scenarios on common random numbers: in each replication all of them face the same landscape, patients
and shocks, so that differences between them are paired.`,
		Example: "  polesim compare ghu-services ghu-contract ghu-pmu --replications 100",
		Args:    cobra.MinimumNArgs(2),
		RunE:    func(cmd *cobra.Command, args []string) error { return f.execute(cmd, args) },
	}
	f.declare(cmd)
	return cmd
}

// execute loads the scenarios, runs them into a folder and shows what came out.
func (f *runFlags) execute(cmd *cobra.Command, names []string) error {
	plan, err := f.plan(cmd, names)
	if err != nil {
		return err
	}
	progress := newProgress(os.Stderr, plan.Replications, "replications")
	done, err := plan.Execute(cmd.Context(), experiments.Options{
		Dir: f.out, Force: f.force, AllSeries: f.series.value == "all", NoFigures: f.noFigures,
		Program: program(), Command: append([]string{"polesim"}, os.Args[1:]...), Progress: progress.watch,
	})
	progress.stop()
	if done == nil {
		return err
	}
	if err := f.show(cmd.OutOrStdout(), done); err != nil {
		return err
	}
	switch s := done.Summary; {
	case done.Interrupted:
		return interrupted(done)
	case err == nil && s.Failed > 0:
		return fmt.Errorf("%d of %d replications failed and are left out", s.Failed, s.Failed+s.Count())
	}
	return err
}

// plan reads the scenarios and what the flags change in them.
func (f *runFlags) plan(cmd *cobra.Command, names []string) (*experiments.Plan, error) {
	if f.workers < 0 {
		return nil, usagef("--workers = %d: expected 0 (one for each core) or more", f.workers)
	}
	var configs []*model.Config
	var problems scenarios.Problems
	var advice []scenarios.Problems
	for _, name := range names {
		c, more, err := scenarios.LoadAdvised(name, f.sets...)
		if p, ok := err.(scenarios.Problems); ok {
			problems = append(problems, p...)
			continue
		} else if err != nil {
			return nil, err
		}
		configs, advice = append(configs, c), append(advice, more)
	}
	if len(problems) > 0 {
		return nil, distinct(problems)
	}
	given, err := f.settle(cmd, configs)
	if err != nil {
		return nil, err
	}
	plan, err := experiments.NewPlan(configs, given)
	if err != nil {
		return nil, usageError{err}
	}
	warn(cmd, scenarios.Common(advice...))
	for _, c := range plan.Scenarios {
		warn(cmd, scenarios.CutShort(c, plan.Months))
	}
	plan.Workers, plan.Details = f.workers, f.details
	return plan, nil
}

// settle puts what the flags say of how scenarios are run over what these say, and returns what was given so.
func (f *runFlags) settle(cmd *cobra.Command, configs []*model.Config) (map[model.ParameterID]bool, error) {
	given := make(map[model.ParameterID]bool)
	var wrong []string
	for _, flag := range []struct {
		id    model.ParameterID
		value float64
		exact bool // false where the value is beyond whole numbers of float64
	}{
		{model.Replications, float64(f.replications), true},
		{model.Months, float64(f.months), true},
		{model.Seed, float64(f.seed), uint64(float64(f.seed)) == f.seed},
	} {
		p := model.Parameters()[flag.id]
		if !cmd.Flags().Changed(p.Name()) {
			continue
		}
		for _, set := range f.sets {
			if key, _, _ := strings.Cut(set, "="); strings.TrimSpace(key) == p.Key {
				wrong = append(wrong, fmt.Sprintf("--%s and --set %s exclude each other", p.Name(), set))
			}
		}
		if p.Check(flag.value) != nil || !flag.exact {
			wrong = append(wrong, fmt.Sprintf("--%s = %s is out of range [%.0f, %.0f]",
				p.Name(), cmd.Flag(p.Name()).Value, p.Min, p.Max))
		}
		given[flag.id] = true
		for _, c := range configs {
			c.Values[flag.id] = flag.value
		}
	}
	if len(wrong) > 0 {
		return nil, usagef("%s", strings.Join(wrong, "\n"))
	}
	return given, nil
}

// distinct leaves out problems that several scenarios share, as with a --set or a file that all of them extend.
func distinct(problems scenarios.Problems) scenarios.Problems {
	seen := make(map[string]bool)
	var list scenarios.Problems
	for _, p := range problems {
		if !seen[p.Error()] {
			seen[p.Error()] = true
			list = append(list, p)
		}
	}
	return list
}

// show prints the table and where the results are, or the summary as JSON.
func (f *runFlags) show(w io.Writer, done *experiments.Done) error {
	s := done.Summary
	if f.json {
		report := s.Report()
		report.Folder, report.Digest = done.Dir, done.Digest
		if done.Details != nil {
			report.Details = done.Details.Estimates()
		}
		return writeJSON(w, report)
	}
	if s.Count() > 0 {
		if err := s.WriteTable(w, f.all, pageWidth()); err != nil {
			return err
		}
		if done.Details != nil {
			if err := done.Details.WriteTable(w, f.all, pageWidth()); err != nil {
				return err
			}
		}
	}
	if s.Failed > 0 {
		fmt.Fprintf(w, "\n%d of %d replications failed and are left out; manifest.json lists them. The first: %v\n",
			s.Failed, s.Failed+s.Count(), s.FirstFailure())
	}
	if done.Dir == "" {
		return nil
	}
	fmt.Fprintf(w, "\nResults  %s\n", done.Dir)
	if done.Details != nil {
		fmt.Fprintf(w, "Details  %s (services and pôles one by one)\n", filepath.Join(done.Dir, experiments.DetailsFile))
	}
	for k, name := range done.Figures {
		head := "         "
		if k == 0 {
			head = "Figures  "
		}
		fmt.Fprintf(w, "%s%s (.svg, .png)\n", head, filepath.Join(done.Dir, "figures", name))
	}
	return nil
}

// pageWidth is that of the terminal, 0 where the output is none.
func pageWidth() int {
	if width, _, err := term.GetSize(int(os.Stdout.Fd())); err == nil {
		return width
	}
	return 0
}

// interrupted says what an interrupt left.
func interrupted(done *experiments.Done) error {
	if done.Dir == "" {
		return fmt.Errorf("%w before the first replication was done; nothing was kept", errInterrupted)
	}
	return fmt.Errorf("%w: %d of %d replications are whole and kept in %s",
		errInterrupted, done.Summary.Count()+done.Summary.Failed, done.Summary.Plan.Replications, done.Dir)
}
