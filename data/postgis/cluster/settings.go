package cluster

import "slices"

// settings are those of a server whose content nobody will miss.
func settings(more map[string]string) []string {
	all := map[string]string{
		"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off",
		"shared_buffers": "128MB", "max_connections": "60", "autovacuum": "off",
		"timezone": "UTC", "log_min_messages": "warning",
	}
	for name, value := range more {
		all[name] = value
	}
	names := make([]string, 0, len(all))
	for name := range all {
		names = append(names, name)
	}
	slices.Sort(names)
	args := make([]string, 0, 2*len(names))
	for _, name := range names {
		args = append(args, "-c", name+"="+all[name])
	}
	return args
}
