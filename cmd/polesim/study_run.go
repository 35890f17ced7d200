package main

import (
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"polesim/experiments"
	"polesim/experiments/design"
	"polesim/experiments/study"
	"polesim/model"
)

// studyFlags are the flags of study run and study resume.
type studyFlags struct {
	out                  string
	workers              int
	runner, fail         word
	shard                shardFlag
	timeLimit            float64
	replications, months int
	seed                 uint64
	retry, json, dryRun  bool
	tasks                int
	sbatch               []string
}

// A shardFlag takes K/N.
type shardFlag struct{ study.Shard }

// String returns the shard, or nothing for all.
func (s *shardFlag) String() string {
	if s.Shard == (study.Shard{}) {
		return ""
	}
	return s.Shard.String()
}

// Type names the form in the help.
func (s *shardFlag) Type() string { return "K/N" }

// Set takes a shard.
func (s *shardFlag) Set(text string) error {
	k, n, ok := strings.Cut(text, "/")
	var errK, errN error
	s.K, errK = strconv.Atoi(k)
	s.N, errN = strconv.Atoi(n)
	if !ok || errK != nil || errN != nil || s.Shard == (study.Shard{}) || s.Check() != nil {
		return errors.New("no such shard")
	}
	return nil
}

func newStudyRun() *cobra.Command {
	var f studyFlags
	cmd := &cobra.Command{
		Use:   "run DESIGN.toml|DIR",
		Short: "Run a design, or go on with a study",
		Long: `Run the points of a design, a file or a built-in one (polesim study designs), into a folder. If the folder holds the
same study it goes on with what is missing; the folder itself may be named instead of the design. A run that fails, by an
error, an outcome that is no number or the time limit, is on record as such, and the study goes on.`,
		Example: "  polesim study run map\n  polesim study run design.toml --workers 8\n" +
			"  polesim study run design.toml --out shared/study --runner shard --shard 3/100",
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error { return f.execute(cmd, args[0]) },
	}
	f.declare(cmd)
	fs := cmd.Flags()
	fs.StringVar(&f.out, "out", "", "`folder` of the study (default results/<design>-<seed>)")
	f.runner = word{"local", []string{"local", "shard", "slurm"}}
	fs.Var(&f.runner, "runner", "who runs it: this machine, a scheduler that runs shards, or Slurm")
	fs.Var(&f.shard, "shard", "run the K-th of N parts only, with --runner shard; others may run at once, and study merge joins them")
	fs.IntVar(&f.tasks, "tasks", 0, "`number` of tasks of the job array, with --runner slurm (default: each lasts 5 minutes)")
	fs.StringArrayVar(&f.sbatch, "sbatch", nil, "`option` of sbatch to pass through, with --runner slurm; may be repeated")
	fs.BoolVar(&f.dryRun, "dry-run", false, "write the batch script and submit nothing, with --runner slurm")
	fs.IntVar(&f.replications, "replications", 0, "`number` of replications of each point (default: the design's)")
	fs.IntVar(&f.months, "months", 0, "`number` of months of a run (default: the design's)")
	fs.Uint64Var(&f.seed, "seed", 0, "`number` from which all random numbers follow (default: the design's)")
	return cmd
}

func newStudyResume() *cobra.Command {
	f := studyFlags{runner: word{value: "local"}}
	cmd := &cobra.Command{
		Use:     "resume DIR",
		Short:   "Go on with a study that was stopped",
		Long:    "Run what is missing of a study; with --retry also what failed or took too long.",
		Example: "  polesim study resume results/design-11 --retry",
		Args:    cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if info, err := os.Stat(args[0]); err == nil && !info.IsDir() {
				return usagef("%s is a file: expected the folder of a study; to run a design, polesim study run %[1]s", args[0])
			}
			return f.goOn(cmd, args[0])
		},
	}
	f.declare(cmd)
	return cmd
}

// declare declares the flags that both have.
func (f *studyFlags) declare(cmd *cobra.Command) {
	f.fail = word{"slow", []string{"none", "slow", "fast"}}
	fs := cmd.Flags()
	fs.SortFlags = false
	fs.IntVar(&f.workers, "workers", 0, "`number` of runs at once, 0 for one on each core; results do not depend on it")
	fs.Var(&f.fail, "fail", "if runs fail: none ends with exit code 0 all the same, slow with 1 when all is run (a shard then with 0: all of it is on record), fast at the first")
	fs.Float64Var(&f.timeLimit, "time-limit", 0, "`seconds` that a run may take (default: the design's, or any)")
	fs.BoolVar(&f.retry, "retry", false, "run again what failed or took too long")
	fs.BoolVar(&f.json, "json", false, "write how far the study is as JSON")
}

// execute runs a design, or goes on with the study in a folder.
func (f *studyFlags) execute(cmd *cobra.Command, name string) error {
	if err := f.check(cmd); err != nil {
		return err
	}
	_, builtIn := experiments.FindDesign(filepath.ToSlash(name))
	if info, err := os.Stat(name); err == nil && info.IsDir() && (!builtIn || isStudy(name)) {
		for _, flag := range []string{"out", "replications", "months", "seed"} {
			if cmd.Flags().Changed(flag) {
				return usagef("%s is the folder of a study, whose plan stays as it is: --%s is for a design", name, flag)
			}
		}
		return f.goOn(cmd, name)
	}
	d, err := loadDesign(name)
	if err != nil {
		return err
	}
	if err := f.settle(cmd, d); err != nil {
		return err
	}
	warn(cmd, d.Notes())
	plan, err := d.Plan()
	if err != nil {
		return err
	}
	plan.Program, plan.Command = program(), append([]string{"polesim"}, os.Args[1:]...)
	if f.out == "" {
		base := filepath.Base(name)
		f.out = filepath.Join("results", fmt.Sprintf("%s-%d", strings.TrimSuffix(base, filepath.Ext(base)), d.Seed))
	}
	s, err := study.Create(f.out, plan)
	if err != nil {
		return err
	}
	return f.run(cmd, s, d)
}

// goOn goes on with the study in a folder.
func (f *studyFlags) goOn(cmd *cobra.Command, dir string) error {
	if err := f.check(cmd); err != nil {
		return err
	}
	s, d, err := openStudy(dir)
	if err != nil {
		return err
	}
	if err := s.Continue(program()); err != nil {
		return err
	}
	return f.run(cmd, s, d)
}

// check looks at flags that do not go together.
func (f *studyFlags) check(cmd *cobra.Command) error {
	sharded := f.shard.Shard != (study.Shard{})
	switch {
	case f.workers < 0:
		return usagef("--workers = %d: expected 0 (one for each core) or more", f.workers)
	case cmd.Flags().Changed("time-limit") && (!(f.timeLimit > 0) || math.IsInf(f.timeLimit, 0)):
		return usagef("--time-limit = %v: expected more than 0 seconds", f.timeLimit)
	case sharded && f.runner.value != "shard":
		return usagef("--shard %s needs --runner shard, and --runner is %s", f.shard.Shard, f.runner.value)
	case !sharded && f.runner.value == "shard":
		return usagef("--runner shard needs --shard K/N, such as --shard 3/100")
	}
	for _, flag := range []string{"tasks", "sbatch", "dry-run"} {
		if f.runner.value != "slurm" && cmd.Flags().Changed(flag) {
			return usagef("--%s needs --runner slurm, and --runner is %s", flag, f.runner.value)
		}
	}
	if f.tasks < 0 || f.tasks == 0 && cmd.Flags().Changed("tasks") {
		return usagef("--tasks = %d: expected 1 or more", f.tasks)
	}
	return nil
}

// settle puts what the flags say over what the design says.
func (f *studyFlags) settle(cmd *cobra.Command, d *design.Design) error {
	if d.Classic != nil && cmd.Flags().Changed("months") {
		return usagef("--months is for hospitals: how long a run of %s lasts is the model's to say, or one of its parameters'", d.Classic.Name)
	}
	for _, flag := range []struct {
		id    model.ParameterID
		value float64
		exact bool
		set   func()
	}{
		{model.Replications, float64(f.replications), true, func() { d.Replications = design.Replications{Fixed: f.replications} }},
		{model.Months, float64(f.months), true, func() { d.Months = f.months }},
		{model.Seed, float64(f.seed), uint64(float64(f.seed)) == f.seed, func() { d.Seed = f.seed }},
	} {
		p := model.Parameters()[flag.id]
		if !cmd.Flags().Changed(p.Name()) {
			continue
		}
		if p.Check(flag.value) != nil || !flag.exact {
			return usagef("--%s = %s is out of range [%.0f, %.0f]", p.Name(), cmd.Flag(p.Name()).Value, p.Min, p.Max)
		}
		flag.set()
	}
	return nil
}

// run runs what is missing of a study and says what came of it.
func (f *studyFlags) run(cmd *cobra.Command, s *study.Study, d *design.Design) error {
	if f.runner.value == "slurm" {
		return runOnSlurm(cmd, s, d, f)
	}
	progress := newStudyProgress()
	o := study.Options{
		Workers: f.workers, Shard: f.shard.Shard, TimeLimit: f.limit(d), Retry: f.retry, Progress: progress.reached, Tell: tell(cmd),
	}
	if f.fail.value == "fast" {
		o.Fail = study.FailFast
	}
	if f.runner.value == "shard" {
		o.FlushEvery = shardChunk
	}
	ran, err := s.Run(cmd.Context(), design.Subject(d), o)
	progress.stop()
	if err != nil {
		return err
	}
	return f.conclude(cmd, s, d, ran)
}

// ownLimit is the time limit of a run that a flag gives; 0 for none.
func (f *studyFlags) ownLimit() time.Duration {
	return time.Duration(f.timeLimit * float64(time.Second))
}

// limit is the time limit of a run: the flag's, or else the design's.
func (f *studyFlags) limit(d *design.Design) time.Duration {
	if f.timeLimit > 0 {
		return f.ownLimit()
	}
	return d.TimeLimit
}

// shardChunk is how often a shard writes a chunk: seldom, since a study may have thousands of shards on a file system that
// all of them share. Schedulers say before they kill, and then what is whole is written.
const shardChunk = time.Minute

// conclude merges what was run here, says how far the study is and ends with the exit code that this deserves.
func (f *studyFlags) conclude(cmd *cobra.Command, s *study.Study, d *design.Design, ran study.Ran) error {
	sharded := f.shard.Shard != (study.Shard{})
	var whole study.Status
	var st study.Progress // of what was to be run here
	var err error
	switch {
	case sharded:
		st, err = s.ShardStatus(f.shard.Shard)
	case ran.Interrupted:
		whole, err = s.Status()
		st = whole.Progress
	default:
		whole, err = mergeStudy(cmd, s, d, false)
		st = whole.Progress
	}
	switch {
	case err != nil:
		return err
	case f.json && sharded:
		err = writeJSON(cmd.OutOrStdout(), struct {
			Folder string `json:"folder"`
			Shard  string `json:"shard"`
			study.Progress
		}{s.Dir(), f.shard.String(), st})
	case f.json:
		err = writeStatusJSON(cmd, s, whole)
	default:
		writeStatus(cmd.OutOrStdout(), s, st)
		_, err = fmt.Fprintf(cmd.OutOrStdout(), "Results  %s\n", s.Dir())
	}
	if err != nil {
		return err
	}
	if ran.Interrupted && sharded && os.Getenv("SLURM_JOB_ID") != "" {
		return fmt.Errorf("%w: %d of %d runs are whole and kept in %s", errRequeue, st.Planned-st.Missing, st.Planned, s.Dir())
	}
	switch bad := st.Failed + st.TimedOut; {
	case ran.Interrupted:
		return fmt.Errorf("%w: %d of %d runs are whole and kept in %s; go on with polesim study resume %[4]s", errInterrupted, st.Planned-st.Missing, st.Planned, s.Dir())
	case bad > 0 && sharded && f.fail.value == "slow": // all of the shard is on record: for its scheduler it is done
		tell(cmd)(fmt.Sprintf("%d of %d runs failed; polesim study list %s --failed names them", bad, bad+st.Done, s.Dir()))
	case bad > 0 && f.fail.value != "none":
		return fmt.Errorf("%d of %d runs failed; polesim study list %s --failed names them", bad, bad+st.Done, s.Dir())
	}
	return nil
}

// writeStatusJSON says how far a study is for other programs to read.
func writeStatusJSON(cmd *cobra.Command, s *study.Study, st study.Status) error {
	return writeJSON(cmd.OutOrStdout(), struct {
		Folder string `json:"folder"`
		study.Status
	}{s.Dir(), st})
}

// A studyProgress shows how far a run of a study is, counting what is run now.
type studyProgress struct {
	*progress
	planned, before int
}

func newStudyProgress() *studyProgress { return &studyProgress{} }

// reached shows that so many of the runs planned are whole.
func (p *studyProgress) reached(done, planned int) {
	if done == planned && p.progress == nil {
		return // nothing is to be run
	}
	if p.progress == nil || planned != p.planned {
		p.stop()
		p.progress, p.planned, p.before = newProgress(os.Stderr, planned-done, "runs"), planned, done
	}
	if n := done - p.before - p.done; n > 0 {
		p.advanceBy(n)
	}
}

// stop clears what is shown.
func (p *studyProgress) stop() {
	if p.progress != nil {
		p.progress.stop()
		p.progress = nil
	}
}
