package store

import (
	"errors"
	"fmt"
	"io"
	"iter"
	"os"

	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/compress/zstd"
)

const (
	// batchRows is how many rows go to the Parquet library at once. It cuts pages between batches, so that the
	// batches must always fall on the same rows for the bytes to be the same.
	batchRows = 64
	// groupValues is how many values a row group holds, about: 4 MiB, which bounds the memory of writer and reader.
	groupValues = 1 << 19
	// pageBytes is how many bytes of a column are compressed at once, about. A page within a block of Zstandard, 128 KiB,
	// needs no window over what came before, which would take 8 MiB.
	pageBytes = 1 << 16
	// createdBy stands in every footer: no version, date or machine, for the sake of equal bytes.
	createdBy = "polesim version 1.0.0(build 0)"
)

// compression is shared by all writers, for its encoders to be used again.
var compression = &zstd.Codec{Level: zstd.SpeedFastest}

// A table reads and writes Parquet files of one kind of row.
type table[T any] struct {
	fields []field
	put    func(parquet.Row, *T)
	get    func(parquet.Row, []float64, *names) T
	reals  int // float64 values in a row
}

func runsTable(outcomes []Column) *table[Run] {
	return &table[Run]{withOutcomes(runKey, outcomes), putRun, getRun, len(outcomes)}
}

func monthsTable(outcomes []Column) *table[MonthRow] {
	return &table[MonthRow]{withOutcomes(monthKey, outcomes), putMonth, getMonth, len(outcomes)}
}

func detailsTable(columns []Column) *table[DetailRow] {
	return &table[DetailRow]{withOutcomes(detailKey, columns), putDetail, getDetail, len(columns)}
}

func summaryTable() *table[SeriesRow] {
	return &table[SeriesRow]{seriesTable, putSeries, getSeries, 0}
}

// groupRows returns how many rows a row group holds: a multiple of batchRows that depends on the columns only.
func groupRows(columns int) int {
	rows := min(max(groupValues/columns, 1024), 1<<17)
	return rows - rows%batchRows
}

// An orderedGroup is a Parquet group that keeps the order of its fields; the library's own sorts them by name.
type orderedGroup struct {
	parquet.Group
	fields []parquet.Field
}

func (g orderedGroup) Fields() []parquet.Field { return g.fields }

func (t *table[T]) schema() *parquet.Schema {
	group := parquet.Group{}
	for _, f := range t.fields {
		group[f.Name] = f.kind.node()
	}
	byName := map[string]parquet.Field{}
	for _, f := range group.Fields() {
		byName[f.Name()] = f
	}
	ordered := orderedGroup{Group: group}
	for _, f := range t.fields {
		ordered.fields = append(ordered.fields, byName[f.Name])
	}
	return parquet.NewSchema("polesim", ordered)
}

// node returns the Parquet type of a kind.
func (k kind) node() parquet.Node {
	switch k {
	case text:
		return parquet.Encoded(parquet.String(), &parquet.RLEDictionary)
	case integer:
		return parquet.Int(32)
	case counter:
		return parquet.Uint(64)
	default:
		return parquet.Leaf(parquet.DoubleType)
	}
}

// encode writes rows as a Parquet file. Its bytes depend on the rows only.
func (t *table[T]) encode(out io.Writer, rows iter.Seq2[*T, error]) error {
	return t.encodeNoted(out, rows, nil)
}

// A Note is a fact about all rows of a file, kept in its footer where it can be read without them.
type Note struct{ Key, Value string }

// encodeNoted is encode with notes, which are asked for after the last row.
func (t *table[T]) encodeNoted(out io.Writer, rows iter.Seq2[*T, error], notes func() []Note) error {
	w := parquet.NewGenericWriter[any](out, t.schema(), &parquet.WriterConfig{
		CreatedBy:      createdBy,
		PageBufferSize: pageBytes,
		Compression:    compression,
	})
	batch := make([]parquet.Row, 0, batchRows)
	values := make([]parquet.Value, batchRows*len(t.fields))
	flush := func() error {
		_, err := w.WriteRows(batch)
		batch = batch[:0]
		return err
	}
	perGroup, inGroup := groupRows(len(t.fields)), 0
	for r, err := range rows {
		if err != nil {
			return err
		}
		if inGroup == perGroup {
			if err := errors.Join(flush(), w.Flush()); err != nil {
				return err
			}
			inGroup = 0
		} else if len(batch) == batchRows {
			if err := flush(); err != nil {
				return err
			}
		}
		row := parquet.Row(values[len(batch)*len(t.fields):][:len(t.fields)])
		t.put(row, r)
		batch = append(batch, row)
		inGroup++
	}
	if notes != nil {
		for _, note := range notes() {
			w.SetKeyValueMetadata(note.Key, note.Value)
		}
	}
	return errors.Join(flush(), w.Close())
}

// write puts rows into a file, whole or not at all.
func (t *table[T]) write(path string, rows iter.Seq2[*T, error]) (FileSum, error) {
	return writeFile(path, func(out io.Writer) error { return t.encode(out, rows) })
}

// read yields the rows of the files one after the other; keep, if not nil, tells which row groups to read. The rows
// may be retained. A file cut short or altered yields an error wrapping ErrCorrupt.
func (t *table[T]) read(paths []string, keep func(parquet.RowGroup) bool) iter.Seq2[*T, error] {
	return func(yield func(*T, error) bool) {
		names := new(names)
		for batch, err := range t.readRows(paths, keep) {
			if err != nil {
				yield(nil, err)
				return
			}
			values, rows := make([]float64, len(batch)*t.reals), make([]T, len(batch))
			for i, row := range batch {
				rows[i] = t.get(row, values[i*t.reals:][:t.reals:t.reals], names)
				if !yield(&rows[i], nil) {
					return
				}
			}
		}
	}
}

// readRows is read before decoding: it yields batches of rows, valid until the next one.
func (t *table[T]) readRows(paths []string, keep func(parquet.RowGroup) bool) iter.Seq2[[]parquet.Row, error] {
	return func(yield func([]parquet.Row, error) bool) {
		batch := make([]parquet.Row, batchRows)
		for _, path := range paths {
			going, err := t.readFile(path, keep, batch, func(rows []parquet.Row) bool { return yield(rows, nil) })
			if err != nil {
				yield(nil, err)
				return
			}
			if !going {
				return
			}
		}
	}
}

// readFile hands the batches of one file to yield and reports whether that wants more.
func (t *table[T]) readFile(path string, keep func(parquet.RowGroup) bool, batch []parquet.Row, yield func([]parquet.Row) bool) (bool, error) {
	file, err := os.Open(path)
	if errors.Is(err, os.ErrNotExist) {
		return false, fmt.Errorf("%w: %s is missing though manifest.json lists it", ErrCorrupt, path)
	}
	if err != nil {
		return false, err
	}
	defer file.Close()
	groups, err := t.open(file)
	if err != nil {
		return false, fmt.Errorf("%w: %s: %w", ErrCorrupt, path, err)
	}
	for _, group := range groups {
		if keep != nil && !keep(group) {
			continue
		}
		going, err := readGroup(group, len(t.fields), batch, yield)
		if err != nil {
			return false, fmt.Errorf("%w: %s: %w", ErrCorrupt, path, err)
		}
		if !going {
			return false, nil
		}
	}
	return true, nil
}

// open reads the footer of a file and checks that it has the columns of the table.
func (t *table[T]) open(file *os.File) ([]parquet.RowGroup, error) {
	opened, err := t.openFile(file)
	if err != nil {
		return nil, err
	}
	return opened.RowGroups(), nil
}

func (t *table[T]) openFile(file *os.File) (*parquet.File, error) {
	info, err := file.Stat()
	if err != nil {
		return nil, err
	}
	var parquetFile *parquet.File
	err = guard(func() (err error) {
		parquetFile, err = parquet.OpenFile(file, info.Size(), parquet.SkipBloomFilters(true))
		return err
	})
	if err != nil {
		return nil, err
	}
	columns := parquetFile.Root().Columns()
	if len(columns) != len(t.fields) {
		return nil, fmt.Errorf("it has %d columns, expected %d", len(columns), len(t.fields))
	}
	for i, f := range t.fields {
		if columns[i].Name() != f.Name || !columns[i].Leaf() || columns[i].Type().Kind() != f.kind.node().Type().Kind() {
			return nil, fmt.Errorf("column %d is not %s as manifest.json says", i+1, f.Name)
		}
	}
	return parquetFile, nil
}

// readGroup hands the batches of one row group to yield and reports whether that wants more.
func readGroup(group parquet.RowGroup, columns int, batch []parquet.Row, yield func([]parquet.Row) bool) (bool, error) {
	rows := group.Rows()
	defer rows.Close()
	for left := group.NumRows(); left > 0; {
		var n int
		err := guard(func() (err error) {
			n, err = rows.ReadRows(batch)
			return err
		})
		if err := checkShape(batch[:n], columns); err != nil {
			return false, err
		}
		if n > 0 && !yield(batch[:n]) {
			return false, nil
		}
		if left -= int64(n); err == io.EOF && left == 0 {
			return true, nil
		}
		if err == nil && n == 0 {
			err = io.ErrNoProgress
		}
		if err != nil {
			return false, fmt.Errorf("%d rows cannot be read: %w", left, err)
		}
	}
	return true, nil
}

// checkShape returns an error unless every row has one value for each column: a damaged footer can make it otherwise.
func checkShape(rows []parquet.Row, columns int) error {
	for _, row := range rows {
		if len(row) != columns {
			return fmt.Errorf("a row has %d values, expected %d", len(row), columns)
		}
		for i, v := range row {
			if v.Column() != i || v.IsNull() {
				return fmt.Errorf("a row has no value for column %d", i+1)
			}
		}
	}
	return nil
}

// guard turns a panic of the Parquet library, which damaged bytes can cause, into an error.
func guard(read func() error) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("the bytes make no sense (%v)", p)
		}
	}()
	return read()
}
