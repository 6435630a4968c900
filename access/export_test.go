package access

// Len counts the keys that are held.
func (l *Attempts) Len() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return len(l.keys)
}

// HashingCost sets the memory (KiB) and passes of new hashes and gives back what they were.
func HashingCost(memory, passes uint32) (uint32, uint32) {
	m, t := cost.memory, cost.passes
	cost.memory, cost.passes = memory, passes
	return m, t
}

// Len counts the buckets that are held.
func (r *Rates) Len() int {
	r.mu.Lock()
	defer r.mu.Unlock()
	return len(r.buckets)
}
