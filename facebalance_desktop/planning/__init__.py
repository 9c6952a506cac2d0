"""Floor 2: what is planned where on a face: places carried between photos, shapes, treatments; pure."""
