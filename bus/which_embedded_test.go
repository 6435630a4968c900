//go:build !realkafka

package bus_test

import "testing"

// apart is a broker in a process of its own, as `heliu broker` runs it.
func apart(t *testing.T, partitions int) server { return startProcess(t, partitions) }

// several is as many brokers as there can be: one.
func several(t *testing.T, partitions int) server { return startProcess(t, partitions) }
