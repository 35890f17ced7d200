package model

import (
	"math"

	"polesim/sim"
)

var staysPerBed = declare(Parameter{Key: "care.stays_per_bed", Scope: Hospitalwide, Unit: "stays a year", Default: 49, Min: 20, Max: 80,
	Help:   "Stays for each bed in a year: how many beds the wards are given for their ordinary days of patients.",
	Source: "7.07 million stays of a night or more in 143,526 beds of public hospitals (DREES, 2016)"})

const daysOfYear = 365

// furnish gives wards their beds, whole ones: in all, one for so many stays, shared by ordinary days of patients. At
// the defaults 49·5.6/365 = 75 % of them are taken. How many patients then find none is ordinary too.
func (c *care) furnish(perBed, days float64) {
	clear(c.present)
	for f := range c.pathways {
		p := &c.pathways[f]
		ordinary, _ := c.stayValues.ordinaryDays(p, 0)
		c.lodge(p, p.volume, ordinary)
	}
	copy(c.ordinary, c.present)
	occupied := perBed * days / daysOfYear
	for i, patients := range c.ordinary {
		c.beds[i] = 0
		if c.ward[i] {
			c.beds[i] = max(1, math.Floor(patients/occupied+.5))
			c.queueing[i] = queueing(c.beds[i])
		}
		c.ordinaryOff[i] = overflow(patients, c.beds[i])
	}
}

// fill is the month of beds: who is there, who lies elsewhere, who waits.
func (c *care) fill() {
	m := &c.month
	for i, patients := range c.present {
		if !c.ward[i] {
			continue
		}
		beds := c.beds[i]
		c.off[i] = overflow(patients, beds)
		c.burden[i] = ratio(patients, c.ordinary[i])
		m.patients += patients
		m.beds += beds
		m.placed += c.through[i]
		m.off += float64(c.through[i] * c.off[i])
		m.waited += float64(c.through[i] * wait(patients, beds, c.queueing[i], ratio(patients*daysOfYear, c.through[i])))
	}
}

// overflow is the share of patients beyond a ward's beds, where arrivals are at random: the number of patients is then
// normal with its mean as variance, and E[(N − beds)⁺] = sd·(φ(z) − z·(1 − Φ(z))).
func overflow(patients, beds float64) float64 {
	if patients <= 0 {
		return 0
	}
	sd := math.Sqrt(patients)
	z := (beds - patients) / sd
	density := sim.Exp(-z*z/2) / math.Sqrt(2*math.Pi)
	return max(0, min(1, (density-float64(z*sim.NormalCDF(-z)))/sd))
}

// queueing is the exponent of how full beds are in how long patients wait for one of so many: √(2(beds + 1)) − 1.
func queueing(beds float64) float64 { return math.Sqrt(2*(beds+1)) - 1 }

// wait is the hours that a patient waits for one of the beds of a ward, of which a share u is taken:
// days·u^q/(beds·(1 − u)) (Sakasegawa 1977), q its queueing exponent, with arrivals and stays as variable as the
// exponential distribution and u ≤ .98.
func wait(patients, beds, exponent, days float64) float64 {
	const most = .98 // beyond, the wait has no end
	taken := min(most, patients/beds)
	if taken <= 0 {
		return 0
	}
	return 24 * days * sim.Exp(exponent*sim.Log(taken)) / (beds * (1 - taken))
}
