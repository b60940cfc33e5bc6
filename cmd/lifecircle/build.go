package main

import "runtime/debug"

// build names this build: the version of the module, and the revision it was made
// from when the tool chain recorded it.
func build() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "dev"
	}
	name := info.Main.Version
	for _, s := range info.Settings {
		if s.Key == "vcs.revision" && len(s.Value) >= 12 && name == "(devel)" {
			name = s.Value[:12]
		}
	}
	if name == "" {
		return "dev"
	}
	return name
}
