package store

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"hash"
	"math"
)

// A digest is the running SHA-256 of the rows of runs.parquet. Two folders with the same digest hold the same
// columns and the same rows in the same order, bit for bit.
//
// What is hashed: the number of columns and their names; then for each row scenario, replication, seed, status and
// values. Text is its length in bytes followed by the bytes; every number is eight bytes little endian, a value the
// bits of its float64, NaN always 7FF8000000000001.
type digest struct {
	hash hash.Cloner
	line []byte // reused
}

func newDigest(columns []Column) *digest {
	d := &digest{hash: sha256.New().(hash.Cloner)}
	d.line = binary.LittleEndian.AppendUint64(d.line, uint64(len(columns)))
	for _, column := range columns {
		d.text(column.Name)
	}
	d.hash.Write(d.line) // a hash never fails
	return d
}

func (d *digest) text(s string) {
	d.line = binary.LittleEndian.AppendUint64(d.line, uint64(len(s)))
	d.line = append(d.line, s...)
}

// add takes one more row in.
func (d *digest) add(r *Run) {
	d.line = d.line[:0]
	d.text(r.Scenario)
	d.line = binary.LittleEndian.AppendUint64(d.line, uint64(r.Replication))
	d.line = binary.LittleEndian.AppendUint64(d.line, r.Seed)
	d.text(r.Status)
	for _, v := range r.Values {
		d.line = binary.LittleEndian.AppendUint64(d.line, math.Float64bits(canonical(v)))
	}
	d.hash.Write(d.line)
}

// clone returns a digest that goes on from here on its own.
func (d *digest) clone() (*digest, error) {
	copied, err := d.hash.Clone()
	if err != nil {
		return nil, err
	}
	return &digest{hash: copied}, nil
}

// String returns the digest of the rows so far, in hexadecimal after "sha256:".
func (d *digest) String() string { return "sha256:" + hex.EncodeToString(d.hash.Sum(nil)) }
