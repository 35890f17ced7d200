package store

import (
	"math"

	"github.com/parquet-go/parquet-go"
)

// Statuses of a run.
const (
	Done     = "done"
	Failed   = "failed"
	TimedOut = "timed out" // of studies: took longer than it may
)

// A Run is one row of runs.parquet: the outcomes of one scenario in one replication.
type Run struct {
	Scenario    string
	Replication int // from 0
	Seed        uint64
	Status      string    // Done or Failed
	Values      []float64 // one for each run column, in its unit; may be nil if the run failed, kept then as NaN
	Error       string    // why it failed; kept in the manifest, not in runs.parquet
}

// A MonthRow is one row of all_series.parquet: one month of one run.
type MonthRow struct {
	Scenario    string
	Replication int
	Month       int
	Values      []float64 // one for each series column, in its unit
}

// A DetailRow is one row of details.parquet: what was seen of one thing in one run.
type DetailRow struct {
	Scenario    string
	Replication int
	Of          string    // what it is: "service" …
	Name        string    // which one
	Values      []float64 // one for each detail column, in its unit; NaN where there is no value
}

// A SeriesRow is one row of series.parquet: an outcome in one month, summarised over the runs of a scenario.
type SeriesRow struct {
	Scenario   string
	Month      int
	Outcome    string // name of a series column; the figures below are in its unit
	N          int    // runs behind Mean and SD
	Mean, SD   float64
	P05        float64 // quantiles over the runs
	P25        float64
	P50        float64
	P75        float64
	P95        float64
	NQuantiles int // runs behind the quantiles
}

// canonical returns v, or the one NaN this package writes: NaNs differ in bits between processors.
func canonical(v float64) float64 {
	if v != v {
		return math.NaN()
	}
	return v
}

// The functions below write a row into a table and read it back. They use the order of fields in column.go.

func putText(row parquet.Row, column int, v string) {
	row[column] = parquet.ByteArrayValue([]byte(v)).Level(0, 0, column)
}

func putInteger(row parquet.Row, column, v int) {
	row[column] = parquet.Int32Value(int32(v)).Level(0, 0, column)
}

func putReals(row parquet.Row, column int, values ...float64) {
	for i, v := range values {
		row[column+i] = parquet.DoubleValue(canonical(v)).Level(0, 0, column+i)
	}
}

func getReals(row parquet.Row, into []float64) []float64 {
	for i := range into {
		into[i] = row[i].Double()
	}
	return into
}

func putRun(row parquet.Row, r *Run) {
	putText(row, 0, r.Scenario)
	putInteger(row, 1, r.Replication)
	row[2] = parquet.Int64Value(int64(r.Seed)).Level(0, 0, 2)
	putText(row, 3, r.Status)
	putReals(row, 4, r.Values...)
}

func getRun(row parquet.Row, values []float64, names *names) Run {
	return Run{
		Scenario:    names.of(row[0]),
		Replication: int(row[1].Int32()),
		Seed:        row[2].Uint64(),
		Status:      names.of(row[3]),
		Values:      getReals(row[4:], values),
	}
}

func putMonth(row parquet.Row, r *MonthRow) {
	putText(row, 0, r.Scenario)
	putInteger(row, 1, r.Replication)
	putInteger(row, 2, r.Month)
	putReals(row, 3, r.Values...)
}

func getMonth(row parquet.Row, values []float64, names *names) MonthRow {
	return MonthRow{names.of(row[0]), int(row[1].Int32()), int(row[2].Int32()), getReals(row[3:], values)}
}

func putDetail(row parquet.Row, r *DetailRow) {
	putText(row, 0, r.Scenario)
	putInteger(row, 1, r.Replication)
	putText(row, 2, r.Of)
	putText(row, 3, r.Name)
	putReals(row, 4, r.Values...)
}

func getDetail(row parquet.Row, values []float64, names *names) DetailRow {
	return DetailRow{names.of(row[0]), int(row[1].Int32()), names.of(row[2]), names.of(row[3]), getReals(row[4:], values)}
}

func putSeries(row parquet.Row, r *SeriesRow) {
	putText(row, 0, r.Scenario)
	putInteger(row, 1, r.Month)
	putText(row, 2, r.Outcome)
	putInteger(row, 3, r.N)
	putReals(row, 4, r.Mean, r.SD, r.P05, r.P25, r.P50, r.P75, r.P95)
	putInteger(row, 11, r.NQuantiles)
}

func getSeries(row parquet.Row, _ []float64, names *names) SeriesRow {
	return SeriesRow{
		Scenario: names.of(row[0]), Month: int(row[1].Int32()), Outcome: names.of(row[2]), N: int(row[3].Int32()),
		Mean: row[4].Double(), SD: row[5].Double(),
		P05: row[6].Double(), P25: row[7].Double(), P50: row[8].Double(), P75: row[9].Double(), P95: row[10].Double(),
		NQuantiles: int(row[11].Int32()),
	}
}

// names keeps one string for each distinct name read: the library's bytes live no longer than their page.
type names struct{ known map[string]string }

func (n *names) of(v parquet.Value) string {
	b := v.ByteArray()
	if s, ok := n.known[string(b)]; ok {
		return s
	}
	if n.known == nil {
		n.known = map[string]string{}
	}
	s := string(b)
	n.known[s] = s
	return s
}
