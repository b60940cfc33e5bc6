package isochrone

import "sync"

// shelf keeps what is costly to make between uses. Unlike a [sync.Pool] it is not
// emptied when garbage is collected: a question after a pause costs no more than
// one in a row. It keeps no more than were in use at once, up to most.
type shelf[T any] struct {
	mu   sync.Mutex
	free []T
	most int
	make func() T
}

func (s *shelf[T]) get() T {
	s.mu.Lock()
	if n := len(s.free); n > 0 {
		v := s.free[n-1]
		s.free = s.free[:n-1]
		s.mu.Unlock()
		return v
	}
	s.mu.Unlock()
	return s.make()
}

func (s *shelf[T]) put(v T) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.free) < s.most {
		s.free = append(s.free, v)
	}
}
