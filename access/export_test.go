package access

// Len counts the keys that are held.
func (l *Attempts) Len() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return len(l.keys)
}
