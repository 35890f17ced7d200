// Package movements makes a scenario from a hospital's own patient movements.
//
// It reads what planners really have: a table of transfers (from, to, count), the same table week by week, a log with a
// row per movement, or a log of stays with a row per unit and start; in any usual delimiter and encoding, with headings
// guessed or given. Further files may name the services (site, discipline, kind, activity) and the pôles.
//
//	report, err := movements.Import(movements.Options{Flows: "transfers.csv", Exclude: []string{"Exit*"}, Period: "1 year"})
//	fmt.Print(report)
//	os.WriteFile("scenario.toml", []byte(movements.Render(report.Scenario)), 0o644)
//
// By task:
//
//   - import: Options, Import, Report
//   - write the scenario: Scenario, Render
//   - tell a user's mistake from a failure: InputError, with a Problem for each cell to mend
//
// Activity and flows come out a year: the period that the file covers is found in its dates, weeks, months or years, or
// given. Services, flows and groups come out sorted by name, so that a weekly table and its sum over the same period
// make the same scenario. Nothing is dropped without being counted in the Report. Files are read as a stream: memory
// grows with the pairs of units, and by 24 bytes a row for logs of stays. Measures of perimeters are in package
// perimeter.
package movements
