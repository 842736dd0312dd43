export default page => page.root.append('notes');
