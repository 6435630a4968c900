package door

import "time"

// SetBodyWithin changes how long a sender may take over its body.
func SetBodyWithin(d *Door, t time.Duration) { d.bodyWithin = t }

// NumbersIn is for tests.
var NumbersIn = numbersIn
