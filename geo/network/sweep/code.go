package sweep

// Code is the code of a source as [Rows.Winner] keeps it, for those who offer a source
// besides; [Source] is the way back. The id has to be at least 0.
func Code(source int32) uint32 { return code(source) }
