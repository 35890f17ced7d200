package store

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/parquet-go/parquet-go"
)

// ExportCSV writes the rows of the result folder dir, finished or partial, into the folder out, made if need be:
// runs.csv, series.csv, all_series.csv if the months were kept, details.csv if these were, and dictionary.csv. The files follow RFC 4180 (comma,
// CRLF, UTF-8) with a head line, a dot for decimals and the shortest digits that read back to the same float64; the
// values of a failed run are empty.
//
// All are written under temporary names and renamed last. A file of the same name but another content in out is an
// error wrapping ErrExists, and nothing is changed.
func ExportCSV(dir, out string) error {
	r, err := Open(dir)
	if err != nil {
		return err
	}
	if err := exportInto(out, func(e *export) error { return r.exportTo(e, out) }); err != nil {
		return fmt.Errorf("exporting %s: %w", dir, err)
	}
	return nil
}

// exportInto lets files be added to an export into the folder out, made if need be, and publishes them.
func exportInto(out string, add func(*export) error) error {
	if err := os.MkdirAll(out, 0o755); err != nil {
		return err
	}
	var e export
	defer e.discard()
	if err := add(&e); err != nil {
		return err
	}
	if err := e.publish(); err != nil {
		return err
	}
	return syncDir(out)
}

func (r *Results) exportTo(e *export, out string) error {
	for _, table := range r.exports() {
		sources, err := r.files(table.name)
		if err != nil {
			return err
		}
		if len(sources) == 0 && table.optional {
			continue
		}
		if err := e.add(filepath.Join(out, strings.TrimSuffix(table.name, parquetSuffix)+csvSuffix), table.write); err != nil {
			return err
		}
	}
	return e.add(filepath.Join(out, dictionaryName), func(w io.Writer) error { return writeDictionaryCSV(w, dictionary(r.Manifest)) })
}

// An exportable is a table of a folder that can be written as text.
type exportable struct {
	name     string // of its Parquet file
	optional bool   // folders need not hold it
	write    func(io.Writer) error
}

// exports lists the tables of the folder.
func (r *Results) exports() []exportable {
	m := r.Manifest
	return []exportable{
		exportOf(r, runsName, false, runsTable(m.RunColumns)),
		exportOf(r, seriesName, false, summaryTable()),
		exportOf(r, allSeriesName, true, monthsTable(m.SeriesColumns)),
		exportOf(r, detailsName, true, detailsTable(m.DetailColumns)),
	}
}

func exportOf[T any](r *Results, name string, optional bool, t *table[T]) exportable {
	return exportable{name, optional, func(out io.Writer) error {
		sources, err := r.files(name)
		if err != nil {
			return err
		}
		return writeCSV(out, t.fields, t.readRows(sources, nil))
	}}
}

// writeCSV writes rows under a line with the names of their fields.
func writeCSV(out io.Writer, fields []field, batches iter.Seq2[[]parquet.Row, error]) error {
	w := csv.NewWriter(out)
	w.UseCRLF = true
	record := make([]string, len(fields))
	for i, f := range fields {
		record[i] = f.Name
	}
	if err := w.Write(record); err != nil {
		return err
	}
	for rows, err := range batches {
		if err != nil {
			return err
		}
		for _, row := range rows {
			for i, f := range fields {
				record[i] = f.kind.format(row[i])
			}
			if err := w.Write(record); err != nil {
				return err
			}
		}
	}
	w.Flush()
	return w.Error()
}

func (k kind) format(v parquet.Value) string {
	switch k {
	case text:
		return string(v.ByteArray())
	case integer:
		return strconv.Itoa(int(v.Int32()))
	case counter:
		return strconv.FormatUint(v.Uint64(), 10)
	default:
		return formatReal(v.Double())
	}
}

// formatReal writes numbers between 1e-6 and 1e21 without exponent, as JavaScript does: spreadsheets and eyes read
// 1234567 better than 1.234567e+06. Infinities are Inf and -Inf, which R and pandas read.
func formatReal(v float64) string {
	if a := math.Abs(v); math.IsNaN(v) {
		return "" // what R, pandas and spreadsheets read as missing
	} else if math.IsInf(v, 1) {
		return "Inf"
	} else if v == 0 || (a >= 1e-6 && a < 1e21) {
		return strconv.FormatFloat(v, 'f', -1, 64)
	}
	return strconv.FormatFloat(v, 'g', -1, 64)
}

// An export is a set of files written beside their names, that get them all together.
type export struct{ paths []string }

const (
	exportSuffix = ".tmp"
	csvSuffix    = ".csv"
)

func (e *export) add(path string, fill func(io.Writer) error) error {
	e.paths = append(e.paths, path)
	if _, err := writeThrough(path+exportSuffix, fill); err != nil {
		return fmt.Errorf("writing %s: %w", path, reason(err))
	}
	return nil
}

// publish renames the files, if none would replace a different one.
func (e *export) publish() error {
	for _, path := range e.paths {
		same, err := sameContent(path+exportSuffix, path)
		if err != nil {
			return err
		}
		if !same {
			return fmt.Errorf("%w: %s exists with other content; remove it, or write elsewhere with --out", ErrExists, path)
		}
	}
	for _, path := range e.paths {
		if err := os.Rename(path+exportSuffix, path); err != nil {
			return err
		}
	}
	return nil
}

// discard removes what was not published.
func (e *export) discard() {
	for _, path := range e.paths {
		os.Remove(path + exportSuffix)
	}
}

// sameContent reports whether old is absent or holds the bytes of fresh.
func sameContent(fresh, old string) (bool, error) {
	b, err := os.Open(old)
	if errors.Is(err, fs.ErrNotExist) {
		return true, nil
	}
	if err != nil {
		return false, err
	}
	defer b.Close()
	a, err := os.Open(fresh)
	if err != nil {
		return false, err
	}
	defer a.Close()
	left, right := bufio.NewReaderSize(a, 1<<16), bufio.NewReaderSize(b, 1<<16)
	for {
		x, errX := left.Peek(1 << 15)
		y, errY := right.Peek(1 << 15)
		if !bytes.Equal(x, y) {
			return false, nil
		}
		if errX == io.EOF && errY == io.EOF {
			return true, nil
		}
		if err := errors.Join(errX, errY); err != nil && !errors.Is(err, io.EOF) {
			return false, err
		}
		left.Discard(len(x))
		right.Discard(len(y))
	}
}
