package store

import (
	"fmt"
	"regexp"
	"strings"
)

// A Column describes one outcome: the values of that name in the Parquet files are float64 in this unit.
type Column struct {
	Name    string `json:"name"`    // letters, digits, '_', '.' and '-', first a letter; unique whatever the case
	Unit    string `json:"unit"`    // "" for none
	Meaning string `json:"meaning"` // one sentence
}

// A kind is how the values of a column are kept.
type kind int

const (
	real    kind = iota // float64; NaN for "no value"
	text                // UTF-8, dictionary encoded
	integer             // int32: what JavaScript reads without BigInt
	counter             // uint64
)

// A field is a column together with its kind.
type field struct {
	Column
	kind kind
}

// The fields every row of a table starts with.
var (
	scenarioField    = field{Column{"scenario", "", "name of the scenario"}, text}
	replicationField = field{Column{"replication", "", "number of the replication, from 0"}, integer}
	monthField       = field{Column{"month", "month", "month of the run"}, integer}

	runKey = []field{
		scenarioField,
		replicationField,
		{Column{"seed", "", "seed of the run"}, counter},
		{Column{"status", "", "done, or failed: then its outcomes are NaN"}, text},
	}
	monthKey  = []field{scenarioField, replicationField, monthField}
	detailKey = []field{
		scenarioField,
		replicationField,
		{Column{"of", "", "of what the row is; columns of something else have no value in it (NaN, in CSV empty)"}, text},
		{Column{"name", "", "name in the scenario of what the row is of"}, text},
	}
	seriesTable = []field{
		scenarioField,
		monthField,
		{Column{"outcome", "", "name of the outcome summarised in this row"}, text},
		{Column{"n", "runs", "runs behind mean and sd"}, integer},
		{Column{"mean", "of the outcome", "mean over the runs"}, real},
		{Column{"sd", "of the outcome", "standard deviation over the runs"}, real},
		{Column{"p05", "of the outcome", "5 % quantile over the runs"}, real},
		{Column{"p25", "of the outcome", "25 % quantile over the runs"}, real},
		{Column{"p50", "of the outcome", "median over the runs"}, real},
		{Column{"p75", "of the outcome", "75 % quantile over the runs"}, real},
		{Column{"p95", "of the outcome", "95 % quantile over the runs"}, real},
		{Column{"n_quantiles", "runs", "runs behind the quantiles"}, integer},
	}
)

// withOutcomes returns the fields of a table: its key, then a real one for each outcome.
func withOutcomes(key []field, outcomes []Column) []field {
	fields := append([]field(nil), key...)
	for _, column := range outcomes {
		fields = append(fields, field{column, real})
	}
	return fields
}

var columnName = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9_.-]*$`)

// checkColumns returns an error if the outcomes cannot stand beside the key in one table. Names are compared without
// regard to case because SQL engines do so.
func checkColumns(key []field, outcomes []Column) error {
	seen := map[string]bool{}
	for _, f := range key {
		seen[f.Name] = true
	}
	for _, column := range outcomes {
		if !columnName.MatchString(column.Name) {
			return fmt.Errorf("column name %q: expected a letter, then letters, digits, '_', '.' or '-'", column.Name)
		}
		lower := strings.ToLower(column.Name)
		if seen[lower] {
			return fmt.Errorf("column name %q is used twice", column.Name)
		}
		seen[lower] = true
	}
	return nil
}
