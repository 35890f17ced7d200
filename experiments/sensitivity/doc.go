// Package sensitivity says what the points of a study show: which factors matter, how outcomes follow them, and where one
// scenario does better than another.
//
// By task:
//
//   - turn rows into points while they are read: [Gather], [Gatherer.Add], [Gatherer.Data]
//   - say what is asked: [Level], [Difference]
//   - screen many factors with few runs: [Morris]
//   - share the variance out among factors: [Sobol]
//   - see how an outcome follows each factor: [Respond]
//   - see where one scenario wins over another: [MapOf]
//   - find the best of many scenarios at each point: [Best]
//   - know which of these a sampler allows: [Methods], [Fits]
//
// Every analysis refuses by name a sampler that it does not fit ([ErrUnfit]), leaves out what failed and says how much
// that was ([Gaps]), gives each number its 95 % interval, and writes itself as a table.
//
// The package knows factors, scenarios, outcomes and points; it must never know what they are about, nor how a study was
// run or kept. Resampling draws from streams seeded by the study: the same rows give the same numbers.
package sensitivity
