package model

import "fmt"

// The generated hospital: equal services in equal blocks of work, for small scenarios that ask one question.
var (
	generatedServices = declare(Parameter{Key: "hospital.services", Kind: Count, Scope: Hospitalwide, Fixed: true, Unit: "services", Default: 64, Min: 2, Max: 5000,
		Help:   "Number of services of a generated hospital; ignored when the scenario lists its services.",
		Source: "assumption: a mid-sized public hospital"})
	generatedBlocks = declare(Parameter{Key: "hospital.blocks", Kind: Count, Scope: Hospitalwide, Fixed: true, Unit: "blocks", Default: 8, Min: 1, Max: 1000,
		Help:   "Number of blocks of services that depend on each other more than on the rest: the hospital's work, not its perimeter.",
		Source: "assumption"})
	generatedPoles = declare(Parameter{Key: "hospital.poles", Kind: Count, Scope: Hospitalwide, Fixed: true, Unit: "pôles", Default: 8, Min: 1, Max: 1000,
		Help:   "Number of pôles of equal size laid over a generated hospital, in the order of its services.",
		Source: "assumption: 4 to 8 pôles in a hospital, 8 to 20 in a university hospital"})
	blockShare = declare(Parameter{Key: "hospital.block_share", Scope: Hospitalwide, Fixed: true, Unit: "share", Default: .6, Min: 0, Max: 1,
		Help:   "Share of a service's work with others that stays in its block of a generated hospital.",
		Source: "assumption"})
)

// Expand returns c itself when it lists services, and otherwise a copy in which the generated hospital is spelled
// out: services in blocks of work, one discipline for each place in a block, pôles as runs of services.
func (c *Config) Expand() *Config {
	if len(c.Services) > 0 {
		return c
	}
	d := c.Clone()
	n := int(c.Value(generatedServices))
	blocks := min(int(c.Value(generatedBlocks)), n)
	poles := min(int(c.Value(generatedPoles)), n)
	d.Sites = []Site{{Name: "Site"}}
	for i := range n {
		d.Services = append(d.Services, Service{
			Name:       fmt.Sprintf("Service %0*d", len(fmt.Sprint(n)), i+1),
			Pole:       PoleID(i * poles / n),
			Discipline: fmt.Sprintf("Discipline %d", i-firstOfBlock(blockOf(i, n, blocks), n, blocks)+1),
			Activity:   1,
		})
	}
	for p := range poles {
		d.Poles = append(d.Poles, Pole{Name: fmt.Sprintf("Pôle %d", p+1)})
	}
	return d
}

// blockOf returns the block of service i of n.
func blockOf(i, n, blocks int) int { return i * blocks / n }

// firstOfBlock returns the first service of a block.
func firstOfBlock(block, n, blocks int) int { return (block*n + blocks - 1) / blocks }

// blockWorkflow returns the workflow of a generated hospital: a share of each service's work stays in its block.
func blockWorkflow(c *Config, n int) *layer {
	blocks := min(int(c.Value(generatedBlocks)), n)
	share := c.Value(blockShare)
	return newLayer(n, func(i int, weights []float64) {
		inside := 0
		for j := range n {
			if j != i && blockOf(j, n, blocks) == blockOf(i, n, blocks) {
				inside++
			}
		}
		for j := range weights {
			switch {
			case j == i:
			case blockOf(j, n, blocks) != blockOf(i, n, blocks):
				weights[j] = (1 - share) / float64(n-1-inside)
			default:
				weights[j] = share / float64(inside)
			}
		}
	})
}
