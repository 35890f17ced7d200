package store

import (
	"fmt"
	"path/filepath"
)

// companions holds the rows of a table that replications bring along with their runs if the caller keeps them: months,
// details. They come before their replication is added and are whole when it is.
type companions[T any] struct {
	file    string // "all_series.parquet"
	what    string // for messages: "series"
	table   *table[T]
	row     func(*T) companion
	check   func(*T) error // what is particular to these rows
	open    []T            // of the replication not added yet
	pending []T            // of whole replications, not on disk yet
}

// A companion is what all rows that come along have in common.
type companion struct {
	scenario    string
	replication int
	values      *[]float64
}

// A companionTable is companions of any kind, as the folder sees them.
type companionTable interface {
	// opened returns the replication whose rows wait for its runs, if there are any.
	opened() (replication int, waiting bool)
	// join counts the rows that wait among those of whole replications and returns how many values they hold.
	join() (values int)
	// flush writes the rows of whole replications as a further part.
	flush(folder string, parts *Parts) error
	// forget lets go of rows that are on disk.
	forget()
	// seal merges the parts into the table's file; false if there are none.
	seal(folder string, parts Parts) (sum FileSum, kept bool, err error)
}

func newMonths(outcomes []Column) *companions[MonthRow] {
	return &companions[MonthRow]{
		file: allSeriesName, what: "series", table: monthsTable(outcomes),
		row: func(r *MonthRow) companion { return companion{r.Scenario, r.Replication, &r.Values} },
		check: func(r *MonthRow) error {
			if !isInt32(r.Month) {
				return fmt.Errorf("month %d is out of range", r.Month)
			}
			return nil
		},
	}
}

func newDetails(columns []Column) *companions[DetailRow] {
	return &companions[DetailRow]{
		file: detailsName, what: "details", table: detailsTable(columns),
		row: func(r *DetailRow) companion { return companion{r.Scenario, r.Replication, &r.Values} },
		check: func(r *DetailRow) error {
			if r.Of == "" || r.Name == "" {
				return fmt.Errorf("a row of %q with the name %q says not of what it is", r.Of, r.Name)
			}
			return nil
		},
	}
}

// add takes in rows of a replication, with copies of their values, all or none.
func (c *companions[T]) add(replication int, rows []T, scenarios []Scenario) error {
	values := make([]float64, 0, len(rows)*c.table.reals)
	before := len(c.open)
	for _, r := range rows {
		if err := c.checkRow(replication, &r, scenarios); err != nil {
			c.open = c.open[:before]
			return fmt.Errorf("%s of replication %d: %w", c.what, replication, err)
		}
		own := c.row(&r).values
		values = append(values, *own...)
		*own = values[len(values)-len(*own):]
		c.open = append(c.open, r)
	}
	return nil
}

func (c *companions[T]) checkRow(replication int, r *T, scenarios []Scenario) error {
	row, known := c.row(r), false
	for _, s := range scenarios {
		known = known || s.Name == row.scenario
	}
	switch {
	case !known:
		return fmt.Errorf("scenario %q is not in the manifest", row.scenario)
	case row.replication != replication:
		return fmt.Errorf("a row says replication %d", row.replication)
	case len(*row.values) != c.table.reals:
		return fmt.Errorf("%d values for %d columns", len(*row.values), c.table.reals)
	}
	return c.check(r)
}

func (c *companions[T]) opened() (replication int, waiting bool) {
	if len(c.open) == 0 {
		return 0, false
	}
	return c.row(&c.open[0]).replication, true
}

func (c *companions[T]) join() (values int) {
	values = len(c.open) * c.table.reals
	c.pending = append(c.pending, c.open...)
	c.open = c.open[:0]
	return values
}

func (c *companions[T]) flush(folder string, parts *Parts) error {
	if len(c.pending) == 0 {
		return nil
	}
	count := parts.of(c.file)
	if _, err := c.table.write(partPath(folder, c.file, *count), each(c.pending)); err != nil {
		return err
	}
	*count++
	return nil
}

func (c *companions[T]) forget() {
	clear(c.pending) // let go of the values
	c.pending = c.pending[:0]
}

func (c *companions[T]) seal(folder string, parts Parts) (sum FileSum, kept bool, err error) {
	count := *parts.of(c.file)
	if count == 0 {
		return FileSum{}, false, nil
	}
	sum, err = c.table.write(filepath.Join(folder, c.file), c.table.read(partPaths(folder, c.file, count), nil))
	return sum, true, err
}
