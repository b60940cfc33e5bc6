package analysis

import "strings"

// ForgetFields drops what was computed about facilities except which and where they are: fields, what
// homes pay, who is covered. The next question computes it again, which is what a
// measurement wants; answers are the same.
func (a *Analysis) ForgetFields() {
	a.cache.drop(func(key string) bool {
		for _, n := range needs {
			if strings.HasPrefix(key, n.key) {
				return n.needs&holdWants != 0 && !strings.HasPrefix(key, "facilities ") && !strings.HasPrefix(key, "chosen ")
			}
		}
		return false
	})
}

// drop drops the finished entries whose key is meant.
func (c *cache) drop(meant func(key string) bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for key, e := range c.entries {
		if e.place != nil && meant(key) {
			c.recent.Remove(e.place)
			delete(c.entries, key)
			c.used -= e.bytes
		}
	}
}
