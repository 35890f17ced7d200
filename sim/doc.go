// Package sim is a small engine for discrete-time, agent-based simulation: a calendar of months, processes that
// are due at some of them, named random streams, and replications on all cores. It knows no hospital, no file
// and no clock.
//
// # What it promises
//
//   - Same bits. A run is a function of its inputs, its seed and its replication number, whatever the number of
//     workers and whatever the platform: amd64, arm64 and WebAssembly agree to the last bit, as long as models use
//     the arithmetic of this package ([Exp], [Log] and what follows them) in place of package math's, and write
//     float64(a*b) + c where a product enters a sum, even from a variable or an inlined function, so that no
//     compiler fuses the two.
//   - Named random streams. Each is derived from (seed, replication, name, agent, tick): one agent's extra draw
//     shifts nobody else's, and two scenarios with the same seed face the same chances ([Key], [Stream]).
//   - Constant memory. [Replicate] hands results over in order and recycles them.
//
// The package's example is a whole model of a page, an epidemic in a town.
//
// # Index by task
//
//   - Random numbers: [NewKey], [Key.Named], [Key.At], [Key.Bits], [Stream]; a *Stream is a Source of math/rand/v2, but what
//     that package makes of it is not the same on all platforms (rand.Rand.NormFloat64)
//   - Time: [Schedule], [Process], [Date]
//   - Many runs: [Replicate], [Plan]
//   - Arithmetic that is the same everywhere: [Exp], [Log], [Logistic], [NormalCDF], [NormalQuantile]
//
// # Errors
//
// A model's mistake in calling the engine (a process scheduled in the past, a negative period) is a broken invariant
// and panics. A run that panics is caught by [Replicate] and reported as that run's error; the others go on.
package sim
