package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"polesim/scenarios/movements"
)

func newImport() *cobra.Command {
	var o movements.Options
	var out string
	var force bool
	cmd := &cobra.Command{
		Use:     "import --flows FILE.csv -o SCENARIO.toml",
		GroupID: groupScenario,
		Short:   "Make a scenario of a hospital's own patient movements",
		Long: `Make a scenario of a hospital's own patient movements, and beside it the three governances that extend it.

The flows file is a table of transfers (from, to, count), the same by week, a log with a row per movement, or a log of
stays with a row per unit and start. Delimiter, encoding and columns are found or given by flags, a column by its
heading or its number (#3).`,
		Example: `  polesim import --flows transfers.csv --exclude ExitHospital -o mine.toml
  polesim compare mine-services.toml mine-contract.toml mine-pmu.toml
  polesim compare mine-services.toml mine-pmu.toml --set perimeter.use=flow`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if o.Flows == "" || out == "" {
				return usagef("%s needs --flows FILE and -o SCENARIO.toml; see %s --help", cmd.CommandPath(), cmd.CommandPath())
			}
			if err := checkName("-o "+out, out); err != nil {
				return err
			}
			report, err := movements.Import(o)
			if err != nil {
				return absent(err)
			}
			governances, err := writeHospital(out, movements.Render(report.Scenario), force)
			if err != nil {
				return err
			}
			fmt.Fprint(cmd.OutOrStdout(), report)
			fmt.Fprintf(cmd.OutOrStdout(), "\nWritten  %s\nCompare  polesim compare %s\n", out, governances)
			return nil
		},
	}
	declareImport(cmd, &o)
	cmd.Flags().StringVarP(&out, "out", "o", "", "scenario `file` to write")
	cmd.Flags().BoolVar(&force, "force", false, "replace files of those names")
	return cmd
}

// declareImport declares the flags that say how to read the files.
func declareImport(cmd *cobra.Command, o *movements.Options) {
	fs := cmd.Flags()
	fs.SortFlags = false // the order follows the files
	for _, f := range []struct {
		into       *string
		flag, help string
	}{
		{&o.Flows, "--flows", "`file` of patient movements"},
		{&o.Services, "--services", "`file` of services: name, and any of site, discipline, kind, activity, pôle"},
		{&o.Poles, "--poles", "`file` of the given perimeter: service, pôle (default: the flow-based perimeter)"},
		{&o.Period, movements.FlagPeriod, "`time` that the movements cover: \"1 year\", \"85 weeks\", 2014-11..2016-06 (default: found in the file)"},
		{&o.Title, "--title", "`text` that is the title of the scenario"},
		{&o.FromColumn, movements.FlagFrom, "`column` where a movement starts"},
		{&o.ToColumn, movements.FlagTo, "`column` where it ends"},
		{&o.CountColumn, movements.FlagCount, "`column` with the number of movements; none: each row counts 1"},
		{&o.SiteFromColumn, movements.FlagSiteFrom, "`column` with the site of the start; none: leave sites out"},
		{&o.SiteToColumn, movements.FlagSiteTo, "`column` with the site of the end"},
		{&o.IDColumn, movements.FlagID, "log of stays: `column` with the patient or stay"},
		{&o.UnitColumn, movements.FlagUnit, "log of stays: `column` with the unit"},
		{&o.TimeColumn, movements.FlagTime, "log of stays: `column` with the start in the unit"},
		{&o.ClockColumn, movements.FlagClock, "log of stays: `column` with the time of day, if apart"},
		{&o.SiteColumn, movements.FlagSite, "services, log of stays: `column` with the site"},
		{&o.NameColumn, movements.FlagName, "services, pôles: `column` with the service"},
		{&o.DisciplineColumn, movements.FlagDiscipline, "services: `column` with the discipline"},
		{&o.KindColumn, movements.FlagKind, "services: `column` with the kind"},
		{&o.ActivityColumn, movements.FlagActivity, "services: `column` with the activity"},
		{&o.PoleColumn, movements.FlagPole, "services, pôles: `column` with the pôle"},
		{&o.Comment, movements.FlagComment, "`character` that begins a comment line"},
		{&o.Delimiter, movements.FlagDelimiter, "`sign` between fields, one character, or tab (default: found in each file)"},
		{&o.Encoding, movements.FlagEncoding, "`name` such as utf-8 or windows-1252 (default: found in each file)"},
		{&o.Decimal, movements.FlagDecimal, "`sign` before decimals (default: found in each file)"},
		{&o.DateOrder, movements.FlagDateOrder, "`order` of dates: dmy or mdy (default: found in the file)"},
	} {
		fs.StringVar(f.into, strings.TrimPrefix(f.flag, "--"), "", f.help)
	}
	fs.BoolVar(&o.NoHeader, strings.TrimPrefix(movements.FlagNoHeader, "--"), false, "the flows file has no headings: from, to, count")
	fs.IntVar(&o.SkipLines, strings.TrimPrefix(movements.FlagSkip, "--"), 0, "`number` of lines above the headings of the flows file")
	fs.StringArrayVar(&o.Exclude, strings.TrimPrefix(movements.FlagExclude, "--"), nil, "`unit` outside the hospital's coordination, * and ? allowed; may be repeated")
	fs.Float64Var(&o.MinFlow, strings.TrimPrefix(movements.FlagMinFlow, "--"), 0, "leave out units with fewer than this `number` of movements, in and out")
	fs.Float64Var(&o.Resolution, "resolution", 0, "of the flow-based perimeter: a greater `number` gives more pôles (default 1)")
	fs.Uint64Var(&o.Seed, "seed", 0, "`number` from which the search for the flow-based perimeter draws")
}
