// Command polesim simulates how the services of a hospital coordinate. It parses what the user typed and calls the
// packages that do the work; each sub-command has a file of its own.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime/debug"
	"strings"
	"syscall"

	"github.com/spf13/cobra"

	"polesim/experiments/store"
	"polesim/experiments/study"
	"polesim/scenarios"
	"polesim/scenarios/movements"
)

// version is the release; CHANGELOG.md says what it brought.
const version = "0.1.0"

// Exit codes of the program.
const (
	exitDone        = 0
	exitFailed      = 1
	exitUsage       = 2
	exitInterrupted = 130
)

func main() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(25) // the engine allocates nothing, so a small heap costs no time
	}
	os.Exit(execute(os.Args[1:]))
}

// execute runs the command line and returns the exit code.
func execute(args []string) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	context.AfterFunc(ctx, stop) // the first signal ends the work in order, a second one at once
	root := newRoot()
	root.SetArgs(args)
	out := &output{Writer: os.Stdout}
	root.SetOut(out)
	err := root.ExecuteContext(ctx)
	if err != nil && ctx.Err() != nil && errors.Is(err, context.Cause(ctx)) {
		err = errInterrupted // a command that had nothing to keep
	}
	if out.err != nil && !errors.Is(err, errInterrupted) {
		err = out.err
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, strings.TrimRight(prefix(err)+err.Error(), "\n"))
	}
	return exitCode(err)
}

// prefix names the program before its errors, but not before lists of places in files, which editors follow.
func prefix(err error) string {
	var problems scenarios.Problems
	var input *movements.InputError
	if errors.As(err, &problems) || errors.As(err, &input) {
		return ""
	}
	return "polesim: "
}

// An output remembers that something could not be written: what is cut short must not look done.
type output struct {
	io.Writer
	err error
}

// Write writes through.
func (o *output) Write(b []byte) (int, error) {
	n, err := o.Writer.Write(b)
	if o.err == nil {
		o.err = err
	}
	return n, err
}

// errInterrupted ends a command that was told to stop and kept what was done.
var errInterrupted = errors.New("interrupted")

// A usageError is a mistake in what the user typed.
type usageError struct{ error }

func (e usageError) Unwrap() error { return e.error }

// usagef returns a usageError.
func usagef(format string, args ...any) error { return usageError{fmt.Errorf(format, args...)} }

// exitCode tells mistakes of the user from failures of the program.
func exitCode(err error) int {
	var usage usageError
	var problems scenarios.Problems
	var input *movements.InputError
	switch {
	case err == nil:
		return exitDone
	case errors.Is(err, errRequeue):
		return exitRequeue
	case errors.Is(err, errInterrupted):
		return exitInterrupted
	case errors.As(err, &usage), errors.As(err, &problems), errors.As(err, &input),
		errors.Is(err, store.ErrExists), errors.Is(err, store.ErrUnfinished), errors.Is(err, store.ErrNotResults),
		errors.Is(err, store.ErrForeign), errors.Is(err, store.ErrNoRun), errors.Is(err, study.ErrChanged),
		errors.Is(err, study.ErrUnfit), errors.Is(err, study.ErrUnmerged), errors.Is(err, study.ErrDiffers):
		return exitUsage
	}
	return exitFailed
}

// Groups of sub-commands in the help.
const (
	groupRun      = "run"
	groupScenario = "scenario"
	groupResults  = "results"
)

func newRoot() *cobra.Command {
	root := &cobra.Command{
		Use:   "polesim",
		Short: "Simulate how the services of a hospital coordinate",
		Long: `polesim simulates how the services of a hospital coordinate: by mutual adjustment, by chiefs, by
standardised skills, work processes, results or norms, by ceremony, inside the pôles that you draw. It runs a scenario
many times and shows how outcomes spread.`,
		Example: `  polesim compare ghu-services ghu-contract ghu-pmu    compare three governances of the same hospital
  polesim init mine.toml && polesim run mine.toml      begin a scenario of your own
  polesim explain professionals.autonomy               what a parameter means`,
		Version:       version,
		Args:          cobra.NoArgs,
		SilenceUsage:  true,
		SilenceErrors: true,
		RunE:          func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	root.SetFlagErrorFunc(flagError)
	root.AddGroup(&cobra.Group{ID: groupRun, Title: "Run:"}, &cobra.Group{ID: groupScenario, Title: "Scenarios:"},
		&cobra.Group{ID: groupResults, Title: "Results:"})
	root.AddCommand(newRun(), newCompare(), newClassics(), newValidate(), newExplain(), newInit(), newScenarios(), newImport(),
		newReplay(), newVerify(), newExport(), newPatterns(), newInfluence(), newRanges(), newStudy())
	root.SetHelpCommand(newHelp())
	root.CompletionOptions.HiddenDefaultCmd = true
	root.SuggestionsMinimumDistance = 2
	for _, cmd := range append(root.Commands(), root) {
		if cmd.HasSubCommands() && cmd.HasParent() {
			continue // a group answers for itself
		}
		cmd.Args = usageArgs(cmd.Args)
	}
	return root
}

// usageArgs makes a wrong number of arguments a mistake of the user, with the way to the help.
func usageArgs(check cobra.PositionalArgs) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		switch {
		case check(cmd, args) == nil:
			return nil
		case !cmd.HasParent():
			return noCommand(cmd, args[0])
		}
		got := "no argument"
		if len(args) > 0 {
			got = strings.Join(args, " ")
		}
		return usagef("expected %s %s, got %s; see %s --help", cmd.Parent().CommandPath(), cmd.Use, got, cmd.CommandPath())
	}
}

// noCommand names the commands that the user may have meant.
func noCommand(root *cobra.Command, name string) error {
	hint := ""
	if near := root.SuggestionsFor(name); len(near) > 0 {
		hint = fmt.Sprintf(" Did you mean %s?", strings.Join(near, " or "))
	}
	return usagef("there is no command %q.%s See polesim --help", name, hint)
}

// program says which polesim this is.
func program() store.Program {
	p := store.Program{Version: version, Commit: "unknown"}
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, s := range info.Settings {
			switch {
			case s.Key == "vcs.revision":
				p.Commit = s.Value
			case s.Key == "vcs.modified" && s.Value == "true":
				p.Commit += " with changes"
			}
		}
	}
	return p
}

// writeJSON writes a value for other programs and for people.
func writeJSON(out io.Writer, v any) error {
	e := json.NewEncoder(out)
	e.SetIndent("", "  ")
	return e.Encode(v)
}
