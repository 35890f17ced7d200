package model

import "slices"

// pairs are some of the ordered pairs of services, a bit for each.
type pairs struct {
	services uint
	bits     []uint64
}

// empty takes all out and makes room for those of so many services.
func (p *pairs) empty(services int) {
	words := (services*services + 63) / 64
	p.services, p.bits = uint(services), slices.Grow(p.bits[:0], words)[:words]
	clear(p.bits)
}

func (p *pairs) add(i, j ServiceID) {
	pair := uint(i)*p.services + uint(j)
	p.bits[pair/64] |= 1 << (pair % 64)
}

func (p *pairs) has(i, j ServiceID) bool {
	pair := uint(i)*p.services + uint(j)
	return p.bits[pair/64]>>(pair%64)&1 == 1
}
