// Package storetest holds the one conformance suite that every [data.Store]
// passes: a store package runs it from its own tests.
//
//	func TestConformance(t *testing.T) {
//		storetest.Run(t, func(t *testing.T) storetest.Place {
//			path := filepath.Join(t.TempDir(), "town.gpkg")
//			return func(t *testing.T) data.Store { … open path, close it with t.Cleanup … }
//		})
//	}
//
// A store whose place can be edited by others runs [Outside], too.
//
// The suite knows nothing of files or databases. What a store keeps is compared
// with what was written, field by field; what it refuses, with the rules of
// [data.Write.Check]; and its versions with the content alone.
package storetest
